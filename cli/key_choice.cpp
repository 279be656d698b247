#include "cli/key_choice.hpp"

#include "cli/output.hpp"
#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::cli {

base::Result<const keyring::Key*> choose_key(const keyring::Keyring& ring, const std::string& kid) {
  const auto called = ring.called(kid);
  if (called.size() == 1) return called.front();
  const bool several = called.size() > 1;
  std::string known;
  std::vector<std::string> kids;
  for (const auto& key : ring.keys) {
    known += (known.empty() ? "" : ", ") + short_kid(key.kid) + " (" + std::string(keyring::word(key.state)) + ")";
    kids.push_back(printable(key.kid));
  }
  return base::fail(
      base::Reason::bad_value,
      ring.name.text() + (several ? " has several keys whose id begins so" : " has no key with that id"),
      base::did_you_mean(several ? std::vector<std::string>{} : base::near_words(kids, kid), "its keys: " + known));
}

}  // namespace jwtkeep::cli
