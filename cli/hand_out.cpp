#include "cli/hand_out.hpp"

#include "cli/session.hpp"

namespace jwtkeep::cli {
base::Result<void> record_hand_out(store::Store& store, const std::vector<keyring::Name>& names, const std::string& how,
                                   const std::string& to) {
  return store.change([&](store::Change& change) -> base::Result<void> {
    for (const auto& name : names) {
      JWTKEEP_CHECK(change.record({.at = Session::now(),
                                   .actor = Session::actor(),
                                   .action = "secret.hand_out",
                                   .keyring = name,
                                   .detail = base::Json::object({{"by", how}, {"to", to}})}));
    }
    return {};
  });
}

base::Result<std::vector<keyring::Name>> parse_names(const std::vector<std::string>& texts) {
  std::vector<keyring::Name> names;
  for (const auto& text : texts) {
    JWTKEEP_TRY(auto name, keyring::Name::parse(text));
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace jwtkeep::cli
