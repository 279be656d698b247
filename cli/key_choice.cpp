#include "cli/key_choice.hpp"

#include "cli/output.hpp"
#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kShortest = 4;

}  // namespace

base::Result<const keyring::Key*> choose_key(const keyring::Keyring& ring, const std::string& kid) {
  if (const auto* key = ring.find(kid)) return key;
  const keyring::Key* only = nullptr;
  bool several = false;
  std::string known;
  std::vector<std::string> kids;
  for (const auto& key : ring.keys) {
    known += (known.empty() ? "" : ", ") + short_kid(key.kid) + " (" + std::string(keyring::word(key.state)) + ")";
    kids.push_back(printable(key.kid));
    if (kid.size() < kShortest || !key.kid.starts_with(kid)) continue;
    several = only != nullptr;
    only = &key;
  }
  if (only != nullptr && !several) return only;
  return base::fail(
      base::Reason::bad_value,
      ring.name.text() + (several ? " has several keys whose id begins so" : " has no key with that id"),
      base::did_you_mean(several ? std::vector<std::string>{} : base::near_words(kids, kid), "its keys: " + known));
}

}  // namespace jwtkeep::cli
