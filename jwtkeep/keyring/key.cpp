#include "jwtkeep/keyring/key.hpp"

#include <array>
#include <utility>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Reason;

constexpr std::array<std::pair<std::string_view, std::optional<base::Instant> Key::*>, 5> kTimes{{
    {"activated_at", &Key::activated_at},
    {"superseded_at", &Key::superseded_at},
    {"retired_at", &Key::retired_at},
    {"compromised_at", &Key::compromised_at},
    {"destroyed_at", &Key::destroyed_at},
}};
/// Not there until they have come; keys that were retired or compromised before it was noted have no
/// `removed_revision`.
constexpr std::array<std::pair<std::string_view, std::uint64_t Key::*>, 2> kLaterRevisions{{
    {"superseded_revision", &Key::superseded_revision},
    {"removed_revision", &Key::removed_revision},
}};
constexpr std::size_t kLongestKid = 256;
constexpr std::size_t kFingerprintBytes = 16;

std::unexpected<base::Error> malformed(std::string_view member) {
  return base::fail(Reason::malformed,
                    "a key's member \"" + std::string(member) + "\" is missing or of the wrong kind");
}

base::Result<std::string> text_member(const base::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->string() == nullptr) return malformed(name);
  return *member->string();
}

base::Result<std::uint64_t> count_member(const base::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->integer() == nullptr || *member->integer() < 0) return malformed(name);
  return static_cast<std::uint64_t>(*member->integer());
}

/// A state that claims to have been reached has to say when.
base::Result<void> check_times(const Key& key) {
  const bool signs = key.state == State::active || key.state == State::retiring;
  if (signs && !key.activated_at) return malformed("activated_at");
  if (key.state == State::retiring && !key.superseded_at) return malformed("superseded_at");
  // Revision 0 would be confirmed by whatever a destination ever held, and `plan` would move the key too early.
  if (key.published_revision == 0) return malformed("published_revision");
  if (key.state == State::retiring && key.superseded_revision == 0) return malformed("superseded_revision");
  if (key.state == State::retired && !key.retired_at) return malformed("retired_at");
  if (key.state == State::compromised && !key.compromised_at) return malformed("compromised_at");
  if (key.destroyed_at && verifies(key.state)) return malformed("destroyed_at");
  if (key.removed_revision != 0 && verifies(key.state)) return malformed("removed_revision");
  return {};
}

}  // namespace

base::Json to_json(const Key& key) {
  auto json = base::Json::object({{"kid", key.kid},
                                  {"alg", jose::info(key.alg).name},
                                  {"state", word(key.state)},
                                  {"epoch", key.epoch},
                                  {"published_at", base::format_instant(key.published_at)},
                                  {"published_revision", key.published_revision}});
  for (const auto& [name, member] : kTimes) {
    if (const auto& at = key.*member) json.set(std::string(name), base::format_instant(*at));
  }
  for (const auto& [name, member] : kLaterRevisions) {
    if (key.*member != 0) json.set(std::string(name), key.*member);
  }
  json.set("fingerprint", base::hex_encode(key.fingerprint));
  if (!key.public_jwk.is_null()) json.set("public_jwk", key.public_jwk);
  return json;
}

base::Result<Key> key_from_json(const base::Json& json) {
  Key key;
  JWTKEEP_TRY(key.kid, text_member(json, "kid"));
  if (key.kid.empty() || key.kid.size() > kLongestKid) return malformed("kid");
  JWTKEEP_TRY(const auto alg_name, text_member(json, "alg"));
  const auto alg = jose::alg_from_name(alg_name);
  if (!alg) return malformed("alg");
  key.alg = *alg;
  JWTKEEP_TRY(const auto state_name, text_member(json, "state"));
  const auto state = state_from_word(state_name);
  if (!state) return malformed("state");
  key.state = *state;
  JWTKEEP_TRY(key.epoch, count_member(json, "epoch"));
  JWTKEEP_TRY(const auto published_at, text_member(json, "published_at"));
  JWTKEEP_TRY(key.published_at, base::parse_instant(published_at));
  JWTKEEP_TRY(key.published_revision, count_member(json, "published_revision"));
  for (const auto& [name, member] : kTimes) {
    if (json.find(name) == nullptr) continue;
    JWTKEEP_TRY(const auto text, text_member(json, name));
    JWTKEEP_TRY(key.*member, base::parse_instant(text));
  }
  for (const auto& [name, member] : kLaterRevisions) {
    if (json.find(name) == nullptr) continue;
    JWTKEEP_TRY(key.*member, count_member(json, name));
  }
  JWTKEEP_TRY(const auto fingerprint_hex, text_member(json, "fingerprint"));
  auto fingerprint = base::hex_decode(fingerprint_hex);
  if (!fingerprint || fingerprint->size() != kFingerprintBytes) return malformed("fingerprint");
  key.fingerprint = std::move(*fingerprint);
  if (const auto* jwk = json.find("public_jwk")) {
    if (!jwk->is_object()) return malformed("public_jwk");
    key.public_jwk = *jwk;
  }
  JWTKEEP_CHECK(check_times(key));
  return key;
}

}  // namespace jwtkeep::keyring
