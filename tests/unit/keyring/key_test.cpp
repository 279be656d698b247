#include "jwtkeep/keyring/key.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Json;
using testing_keys::fresh_key;
using testing_keys::kStart;

/// A key as it stands after a life that leads to `state`.
Key key_in(State state) {
  auto keyring = testing_keys::new_keyring();
  if (state == State::active) return keyring.keys.front();
  if (state == State::compromised) return compromise(keyring, "k1", kStart)->keys.front();
  const auto second = fresh_key("k2");
  keyring = *apply(keyring, {.kind = Step::Kind::publish}, kStart + std::chrono::microseconds{7}, &second);
  if (state == State::pending) return keyring.keys.back();
  keyring = *apply(keyring, {.kind = Step::Kind::activate, .kid = "k2"}, kStart + std::chrono::hours{1});
  if (state == State::retired) {
    keyring = *apply(keyring, {.kind = Step::Kind::retire, .kid = "k1"}, kStart + std::chrono::hours{3});
  }
  return keyring.keys.front();
}

RC_GTEST_PROP(Key, IsReadBackFromItsJson, ()) {
  auto key = key_in(*rc::gen::elementOf(std::vector<State>(kStates.begin(), kStates.end())));
  key.kid = *rc::gen::resize(
      256, rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ09-_/\"\\ \n\x7f")))));
  if (key.kid.size() < 200) key.kid += *rc::gen::element<std::string>("", "\xc3\xa9", std::string(1, '\0'));
  key.epoch = static_cast<std::uint64_t>(*rc::gen::inRange<std::int64_t>(0, INT64_MAX));
  key.fingerprint = *rc::gen::container<base::Bytes>(16, rc::gen::arbitrary<std::uint8_t>());
  if (*rc::gen::arbitrary<bool>()) key.public_jwk = Json::object({{"kty", "OKP"}, {"x", "abc"}});
  if (!verifies(key.state) && *rc::gen::arbitrary<bool>()) key.destroyed_at = kStart + std::chrono::days{60};
  const auto text = base::parse_json(base::write_json(to_json(key)));
  RC_ASSERT(text.has_value());
  const auto read = key_from_json(*text);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == key);
}

TEST(KeyFromJson, OneFromBeforeItsRemovalWasNotedIsRead) {
  auto key = key_in(State::compromised);
  ASSERT_EQ(key.removed_revision, 2U);
  auto json = to_json(key);
  ASSERT_TRUE(json.erase("removed_revision"));
  key.removed_revision = 0;
  EXPECT_EQ(*key_from_json(json), key);
}

TEST(KeyFromJson, RefusesEveryForgedMember) {
  const auto good = to_json(key_in(State::retiring));
  ASSERT_TRUE(key_from_json(good));
  const std::vector<std::pair<const char*, Json>> forged{
      {"kid", Json("")},
      {"kid", Json(std::string(257, 'k'))},
      {"kid", Json(7)},
      {"alg", Json("none")},
      {"alg", Json("HS257")},
      {"state", Json("destroyed")},
      {"state", Json(1)},
      {"epoch", Json(-1)},
      {"epoch", Json(1.5)},
      {"epoch", Json("1")},
      {"published_at", Json("yesterday")},
      {"published_at", Json(1800000000)},
      {"published_revision", Json(-1)},
      {"published_revision", Json(0)},
      {"activated_at", Json()},
      {"superseded_at", Json("2026-02-30T00:00:00Z")},
      {"removed_revision", Json(-1)},
      {"removed_revision", Json("4")},
      {"removed_revision", Json(4)},  // it still verifies
      {"superseded_revision", Json(-1)},
      {"superseded_revision", Json(0)},
      {"retired_at", Json(true)},
      {"compromised_at", Json::array()},
      {"destroyed_at", Json("2027-02-01T00:00:00Z")},  // a key that verifies still has its material
      {"fingerprint", Json("5a")},
      {"fingerprint", Json(std::string(34, 'a'))},
      {"fingerprint", Json(std::string(32, 'g'))},
      {"public_jwk", Json("x")},
      {"public_jwk", Json::array()}};
  for (const auto& [name, value] : forged) {
    auto json = good;
    json.set(name, value);
    EXPECT_FALSE(key_from_json(json)) << name << " " << base::write_json(value);
  }
  for (const auto& json : {Json(), Json("x"), Json::array(), Json::object()}) EXPECT_FALSE(key_from_json(json));
}

TEST(KeyFromJson, AStateHasToSayWhenItBegan) {
  const std::vector<std::pair<State, std::vector<const char*>>> needed{
      {State::active, {"activated_at"}},
      // Without the revision any destination's word, however old, would let the key be retired.
      {State::retiring, {"activated_at", "superseded_at", "superseded_revision"}},
      {State::retired, {"retired_at"}},
      {State::compromised, {"compromised_at"}}};
  for (const auto& [state, names] : needed) {
    for (const char* name : names) {
      auto json = to_json(key_in(state));
      ASSERT_TRUE(json.erase(name)) << word(state) << " " << name;
      EXPECT_FALSE(key_from_json(json)) << word(state) << " " << name;
    }
  }
  for (const char* name : {"kid", "alg", "state", "epoch", "published_at", "published_revision", "fingerprint"}) {
    auto json = to_json(key_in(State::pending));
    ASSERT_TRUE(json.erase(name));
    EXPECT_FALSE(key_from_json(json)) << name;
  }
}

}  // namespace
}  // namespace jwtkeep::keyring
