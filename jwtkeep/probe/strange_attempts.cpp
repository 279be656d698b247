#include "jwtkeep/probe/strange_attempts.hpp"

#include <utility>

namespace jwtkeep::probe {

Attempts strange_attempts(const Material& material, StrangeToken::Kind kind, std::string untried) {
  Attempts attempts;
  for (const auto& strange : material.strange) {
    if (strange.kind != kind) continue;
    attempts.list.push_back({.what = strange.from, .token = strange.token, .owner_signed = true});
  }
  if (attempts.list.empty()) attempts.untried = std::move(untried);
  return attempts;
}

}  // namespace jwtkeep::probe
