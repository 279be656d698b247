#include "jwtkeep/probe/listened_attempt.hpp"

#include <string>

#include "jwtkeep/probe/compact.hpp"

namespace jwtkeep::probe {

Attempts listened_attempt(const Material& material, std::string_view member, std::string_view path,
                          std::string_view what) {
  if (!material.own || material.listener.empty()) {
    return {.list = {}, .untried = "there is no listener of ours that the verifier could ask (--listen)"};
  }
  const auto& own = *material.own;
  auto header = own_header(material.good, own);
  header.set(std::string(member), material.listener + std::string(path));
  return {.list = {{.what = std::string(what),
                    .token = signed_token(own.key, base::write_json(header), material.good.payload),
                    .watch = std::string(path)}}};
}

}  // namespace jwtkeep::probe
