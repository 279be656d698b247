#include "jwtkeep/store/backend.hpp"

#include "jwtkeep/store/polling_changes.hpp"

namespace jwtkeep::store {

std::string_view word(Space space) noexcept {
  switch (space) {
    case Space::meta: return "meta";
    case Space::slots: return "slots";
    case Space::keyrings: return "keyrings";
    case Space::keys: return "keys";
    case Space::due: return "due";
    case Space::destinations: return "destinations";
    case Space::trail: return "trail";
    case Space::mentions: return "mentions";
    case Space::fingerprints: return "fingerprints";
  }
  return "";
}

std::optional<Space> space_from_word(std::string_view text) noexcept {
  for (const auto space : kSpaces) {
    if (word(space) == text) return space;
  }
  return std::nullopt;
}

base::Result<std::unique_ptr<Changes>> Backend::changes() { return PollingChanges::of(*this); }

}  // namespace jwtkeep::store
