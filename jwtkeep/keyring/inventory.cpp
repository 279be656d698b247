#include "jwtkeep/keyring/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Json;
using base::Reason;

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kVersionMember = "jwtkeep_inventory";
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kFingerprintBytes = 16;
constexpr std::size_t kLongestKid = 256;
constexpr std::size_t kDepth = 8;

constexpr std::array<std::pair<std::string_view, std::optional<base::Instant> ListedKey::*>, 5> kTimes{{
    {"activated_at", &ListedKey::activated_at},
    {"superseded_at", &ListedKey::superseded_at},
    {"retired_at", &ListedKey::retired_at},
    {"compromised_at", &ListedKey::compromised_at},
    {"destroyed_at", &ListedKey::destroyed_at},
}};
constexpr std::array<std::string_view, 13> kKeyMembers{
    "keyring",      "kid",           "alg",        "state",        "published_at",
    "activated_at", "superseded_at", "retired_at", "destroyed_at", "compromised_at",
    "fingerprint",  "thumbprint",    "public_jwk"};
constexpr std::array<std::string_view, 9> kPublicMembers{"kty", "use", "alg", "kid", "crv", "x", "y", "n", "e"};
constexpr std::array<std::string_view, 4> kMembers{kVersionMember, "made_at", "fingerprint_key", "keys"};

std::unexpected<base::Error> malformed(const std::string& what) {
  return base::fail(Reason::malformed, "the inventory " + what, "make it anew: jwtkeep export inventory -o FILE");
}

base::Result<std::string> text_member(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->string() == nullptr) {
    return malformed("has an entry without a text called \"" + std::string(name) + "\"");
  }
  return *member->string();
}

base::Result<void> only(const Json& json, std::span<const std::string_view> names) {
  if (json.members() == nullptr) return malformed("has something else where an object should be");
  for (const auto& [name, value] : *json.members()) {
    if (std::ranges::find(names, name) == names.end()) {
      return malformed("has a member that is not known, \"" + name.substr(0, 40) + "\"");
    }
  }
  return {};
}

base::Bytes pair_fingerprint(const base::SecretBytes& key, const std::string& thumbprint) {
  return fingerprint(key, base::base64url_decode(thumbprint).value_or(base::Bytes{}));
}

base::Result<void> read_pair(const Json& json, ListedKey& key, const base::SecretBytes& fingerprint_key) {
  const auto* jwk = json.find("public_jwk");
  if (jwk == nullptr || !jwk->is_object()) return malformed("has a key pair without its public JWK");
  // Above all no private one, which a file that holds no secrets must not have.
  JWTKEEP_CHECK(only(*jwk, kPublicMembers));
  key.public_jwk = *jwk;
  JWTKEEP_TRY(const auto thumbprint, text_member(json, "thumbprint"));
  if (jose::thumbprint(*jwk) != thumbprint) return malformed("has a thumbprint that is not its public key's");
  if (json.find("fingerprint") != nullptr) return malformed("has a key pair with a secret's fingerprint");
  key.fingerprint = pair_fingerprint(fingerprint_key, thumbprint);
  return {};
}

base::Result<void> read_secret(const Json& json, ListedKey& key) {
  if (json.find("public_jwk") != nullptr || json.find("thumbprint") != nullptr) {
    return malformed("has a symmetric key with a public part");
  }
  if (json.find("fingerprint") == nullptr) {
    if (!key.destroyed_at) return malformed("has a secret without its fingerprint");
    return {};
  }
  JWTKEEP_TRY(const auto hex, text_member(json, "fingerprint"));
  auto fingerprint = base::hex_decode(hex);
  if (!fingerprint || fingerprint->size() != kFingerprintBytes) {
    return malformed("has a fingerprint that is not 32 hex digits");
  }
  key.fingerprint = *std::move(fingerprint);
  return {};
}

base::Result<ListedKey> read_key(const Json& json, const base::SecretBytes& fingerprint_key) {
  JWTKEEP_CHECK(only(json, kKeyMembers));
  JWTKEEP_TRY(const auto name_text, text_member(json, "keyring"));
  auto name = Name::parse(name_text);
  if (!name) return malformed("names a keyring that cannot be one: " + name.error().what);
  auto key = listed(*name, Key{});
  JWTKEEP_TRY(key.kid, text_member(json, "kid"));
  if (key.kid.empty() || key.kid.size() > kLongestKid) return malformed("has a kid that is empty or too long");
  JWTKEEP_TRY(const auto alg_name, text_member(json, "alg"));
  const auto alg = jose::alg_from_name(alg_name);
  if (!alg) return malformed("has an algorithm that is not known");
  key.alg = *alg;
  JWTKEEP_TRY(const auto state_name, text_member(json, "state"));
  const auto state = state_from_word(state_name);
  if (!state) return malformed("has a state that is not known");
  key.state = *state;
  JWTKEEP_TRY(const auto published_at, text_member(json, "published_at"));
  JWTKEEP_TRY(key.published_at, base::parse_instant(published_at));
  for (const auto& [member, time] : kTimes) {
    if (json.find(member) == nullptr) continue;
    JWTKEEP_TRY(const auto text, text_member(json, member));
    JWTKEEP_TRY(key.*time, base::parse_instant(text));
  }
  JWTKEEP_CHECK(jose::is_symmetric(key.alg) ? read_secret(json, key) : read_pair(json, key, fingerprint_key));
  return key;
}

Json key_json(const ListedKey& key) {
  auto json = Json::object({{"keyring", key.keyring.text()},
                            {"kid", key.kid},
                            {"alg", jose::info(key.alg).name},
                            {"state", word(key.state)},
                            {"published_at", base::format_instant(key.published_at)}});
  for (const auto& [name, time] : kTimes) {
    if (key.*time) json.set(std::string(name), base::format_instant(*(key.*time)));
  }
  if (!key.public_jwk.is_null()) {
    json.set("thumbprint", thumbprint_of(key));
    json.set("public_jwk", key.public_jwk);
  } else if (!key.fingerprint.empty()) {
    json.set("fingerprint", base::hex_encode(key.fingerprint));
  }
  return json;
}

}  // namespace

ListedKey listed(const Name& keyring, const Key& key) {
  return {.keyring = keyring,
          .kid = key.kid,
          .alg = key.alg,
          .state = key.state,
          .published_at = key.published_at,
          .activated_at = key.activated_at,
          .superseded_at = key.superseded_at,
          .retired_at = key.retired_at,
          .compromised_at = key.compromised_at,
          .destroyed_at = key.destroyed_at,
          .fingerprint = key.fingerprint,
          .public_jwk = key.public_jwk};
}

Inventory new_inventory(base::Instant now) {
  return {.made_at = now, .fingerprint_key = crypto::random_secret(kKeyBytes), .keys = {}};
}

std::string thumbprint_of(const ListedKey& key) { return jose::thumbprint(key.public_jwk).value_or(std::string{}); }

Json to_json(const Inventory& inventory) {
  Json::Array keys;
  keys.reserve(inventory.keys.size());
  for (const auto& key : inventory.keys) keys.push_back(key_json(key));
  return Json::object({{std::string(kVersionMember), kVersion},
                       {"made_at", base::format_instant(inventory.made_at)},
                       {"fingerprint_key", base::base64url_encode_secret(inventory.fingerprint_key)},
                       {"keys", std::move(keys)}});
}

base::Result<Inventory> parse_inventory(std::string_view text) {
  constexpr std::string_view kSecret = "fingerprint_key";
  JWTKEEP_TRY(const auto json, base::parse_json(text, {.size_bytes = kMostInventoryBytes,
                                                       .depth = kDepth,
                                                       .secret_names = {kSecret},
                                                       .all_text_is_secret = false}));
  const auto* version = json.find(kVersionMember);
  if (version == nullptr || version->integer() == nullptr) {
    return base::fail(Reason::malformed, "that is no inventory", "make one: jwtkeep export inventory -o FILE");
  }
  if (*version->integer() > kVersion) {
    return base::fail(Reason::newer_format, fmt::format("the inventory is of version {}", *version->integer()),
                      "read it with a newer jwtkeep, or make it with this one");
  }
  if (*version->integer() != kVersion) return malformed("is of a version that there never was");
  JWTKEEP_CHECK(only(json, kMembers));
  Inventory inventory;
  JWTKEEP_TRY(const auto made_at, text_member(json, "made_at"));
  JWTKEEP_TRY(inventory.made_at, base::parse_instant(made_at));
  const auto* secret = json.find(kSecret);
  if (secret == nullptr || secret->secret() == nullptr) return malformed("has no fingerprint key");
  auto key = secret->secret()->reveal(base::base64url_decode_secret);
  if (!key || key->size() != kKeyBytes) return malformed("has a fingerprint key that is not 32 bytes in base64url");
  inventory.fingerprint_key = *std::move(key);
  const auto* keys = json.find("keys");
  if (keys == nullptr || keys->items() == nullptr) return malformed("has no list of keys");
  inventory.keys.reserve(keys->items()->size());
  for (const auto& each : *keys->items()) {
    JWTKEEP_TRY(auto entry, read_key(each, inventory.fingerprint_key));
    inventory.keys.push_back(std::move(entry));
  }
  return inventory;
}

}  // namespace jwtkeep::keyring
