#include "jwtkeep/keyring/emergency_clock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jwtkeep/keyring/life.hpp"
#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Instant;
using base::Seconds;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing_keys::fresh_key;
using testing_keys::kStart;

constexpr Instant kStolen = kStart + hours{5};
constexpr microseconds kTick{1};

/// A keyring of key pairs whose first key, and with it revision 3, was compromised at kStolen. S is 1m.
Keyring stolen(std::vector<std::string> verifiers, jose::Alg alg = jose::Alg::ES256) {
  auto policy = testing_keys::policy();
  policy.alg = alg;
  policy.propagation = hours{12};
  policy.verifiers = std::move(verifiers);
  auto first = fresh_key("k1");
  auto second = fresh_key("k2");
  first.alg = second.alg = alg;
  auto keyring = begin(*Name::parse("orders/prod"), policy, first, kStart);
  keyring = *apply(keyring, {.kind = Step::Kind::publish}, kStart, &second);
  return *compromise(keyring, "k1", kStolen);
}

EmergencyClock clock_of(const Keyring& keyring, const Confirmations& confirmations, Instant now) {
  const auto clocks = emergency_clock(keyring, confirmations, now);
  EXPECT_EQ(clocks.size(), 1U);
  return clocks.at(0);
}

VerifierTrust of(const EmergencyClock& clock, const std::string& name) {
  const auto found = std::ranges::find(clock.verifiers, name, &VerifierTrust::verifier);
  return found == clock.verifiers.end() ? VerifierTrust{} : *found;
}

TEST(EmergencyClock, WithoutACompromiseThereIsNone) {
  auto keyring = testing_keys::new_keyring();
  EXPECT_TRUE(emergency_clock(keyring, {}, kStart).empty());
  const auto second = fresh_key("k2");
  keyring = *apply(keyring, {.kind = Step::Kind::publish}, kStart, &second);
  keyring = *apply(keyring, {.kind = Step::Kind::activate, .kid = "k2"}, kStart + hours{1});
  keyring = *apply(keyring, {.kind = Step::Kind::retire, .kid = "k1"}, kStart + hours{3});
  EXPECT_TRUE(emergency_clock(keyring, {}, kStart + hours{4}).empty()) << "a retired key is trusted by nobody";
}

TEST(EmergencyClock, EachVerifierStopsAtItsCacheAndSkew) {
  const auto keyring = stolen({"node-jwks-rsa", "spring", "microsoft-identitymodel"});
  const auto clock = clock_of(keyring, {}, kStolen);
  EXPECT_EQ(clock.kid, "k1");
  EXPECT_EQ(clock.compromised_at, kStolen);
  EXPECT_EQ(clock.left_at, kStolen);
  EXPECT_EQ(clock.gone_at, kStolen);
  EXPECT_EQ(of(clock, "node-jwks-rsa").stops_at, kStolen + minutes{11});
  EXPECT_EQ(of(clock, "spring").stops_at, kStolen + minutes{6});
  EXPECT_EQ(of(clock, "microsoft-identitymodel").stops_at, kStolen + hours{12} + minutes{1});
  EXPECT_EQ(clock.others.stops_at, kStolen + hours{12} + minutes{1}) << "P + S";
  EXPECT_EQ(clock.verifiers.size(), 4U) << "jwtkeep itself stands before them";
  EXPECT_EQ(clock.verifiers.front().verifier, "jwtkeep");
}

TEST(EmergencyClock, ItIsOverAtTheVeryMomentAndNotBefore) {
  const auto keyring = stolen({"spring"});
  const auto end = kStolen + minutes{6};
  EXPECT_EQ(of(clock_of(keyring, {}, end - kTick), "spring").trust, Trust::ends);
  EXPECT_EQ(of(clock_of(keyring, {}, end), "spring").trust, Trust::over);
  EXPECT_FALSE(clock_of(keyring, {}, end).over()) << "others keep to P, which is longer here";
  EXPECT_FALSE(clock_of(keyring, {}, kStolen + hours{12} + minutes{1} - kTick).over());
  EXPECT_TRUE(clock_of(keyring, {}, kStolen + hours{12} + minutes{1}).over());
}

TEST(EmergencyClock, JwtkeepItselfRefusesAtOnce) {
  const auto clock = clock_of(stolen({"jwtkeep", "spring"}), {}, kStolen);
  EXPECT_EQ(of(clock, "jwtkeep").trust, Trust::over);
  EXPECT_EQ(of(clock, "jwtkeep").stops_at, kStolen);
  EXPECT_EQ(clock.verifiers.size(), 2U) << "named or not, it stands here once";
}

TEST(EmergencyClock, WhatHasNoEndNeverEnds) {
  for (const auto now : {kStolen, kStolen + hours{24 * 365}}) {
    const auto clock = clock_of(stolen({"go-oidc"}), {}, now);
    EXPECT_EQ(of(clock, "go-oidc").trust, Trust::unbounded);
    EXPECT_FALSE(of(clock, "go-oidc").stops_at);
    EXPECT_FALSE(clock.over());
  }
}

TEST(EmergencyClock, WhatOnlyHeadersEndIsTakenToKeepToP) {
  EXPECT_EQ(of(clock_of(stolen({"libjwt"}), {}, kStolen), "libjwt").stops_at, kStolen + hours{12} + minutes{1});
  auto keyring = stolen({"jwx"});
  keyring.policy.propagation = minutes{1};
  EXPECT_EQ(of(clock_of(keyring, {}, kStolen), "jwx").stops_at, kStolen + minutes{61}) << "but an hour at least";
}

TEST(EmergencyClock, ANameOfAnotherJwtkeepIsTakenToKeepToP) {
  const auto told = of(clock_of(stolen({"of-the-future"}), {}, kStolen), "of-the-future");
  EXPECT_EQ(told.known, nullptr);
  EXPECT_EQ(told.stops_at, kStolen + hours{12} + minutes{1});
}

TEST(EmergencyClock, ItBeginsWhenTheSlowestDestinationIsWithoutTheKey) {
  const auto keyring = stolen({"spring", "go-oidc"});
  Confirmations places{{.destination = "jwks:/a",
                        .confirmed = {{.revision = 2, .at = kStart}, {.revision = 3, .at = kStolen + minutes{1}}}},
                       {.destination = "jwks:/b", .confirmed = {{.revision = 2, .at = kStart}}}};
  const auto now = kStolen + hours{48};
  auto clock = clock_of(keyring, places, now);
  EXPECT_FALSE(clock.gone_at);
  EXPECT_EQ(of(clock, "spring").trust, Trust::waits);
  EXPECT_FALSE(of(clock, "spring").stops_at);
  EXPECT_EQ(of(clock, "jwtkeep").trust, Trust::over) << "it reads no destination";
  EXPECT_EQ(of(clock, "go-oidc").trust, Trust::unbounded);
  EXPECT_EQ(clock.others.trust, Trust::waits);
  ASSERT_EQ(clock.destinations.size(), 2U);
  EXPECT_EQ(clock.destinations[0].trust, Trust::over);
  EXPECT_EQ(clock.destinations[0].removed_at, kStolen + minutes{1});
  EXPECT_EQ(clock.destinations[0].stops_at, kStolen + minutes{1} + hours{12} + minutes{1}) << "P + S";
  EXPECT_EQ(clock.destinations[1].trust, Trust::waits);
  EXPECT_FALSE(clock.destinations[1].removed_at);

  places[1].confirmed.push_back({.revision = 7, .at = now});
  clock = clock_of(keyring, places, now);
  EXPECT_EQ(clock.gone_at, now) << "a later revision is without the key as well";
  EXPECT_EQ(of(clock, "spring").stops_at, now + minutes{6});
}

TEST(EmergencyClock, ARevisionFromBeforeTheCompromiseConfirmsNothing) {
  // A destination may confirm what it read just before the compromise at any time after it.
  const Confirmations late{{.destination = "jwks:/a", .confirmed = {{.revision = 2, .at = kStolen + minutes{9}}}}};
  EXPECT_FALSE(clock_of(stolen({"spring"}), late, kStolen + hours{1}).gone_at);
}

TEST(EmergencyClock, AKeyWhoseRemovalWasNotNotedIsGoneWithTheCurrentRevision) {
  auto keyring = stolen({"spring"});
  keyring.keys.front().removed_revision = 0;
  keyring.revision = 5;
  Confirmations places{{.destination = "jwks:/a", .confirmed = {{.revision = 4, .at = kStolen}}}};
  EXPECT_FALSE(clock_of(keyring, places, kStolen + hours{1}).gone_at);
  places[0].confirmed.push_back({.revision = 5, .at = kStolen + minutes{2}});
  EXPECT_EQ(clock_of(keyring, places, kStolen + hours{1}).gone_at, kStolen + minutes{2});
}

TEST(EmergencyClock, AKeyThatWasRetiredBeforeHadLeftAlready) {
  auto policy = testing_keys::policy();
  policy.alg = jose::Alg::ES256;
  policy.verifiers = {"spring"};
  auto first = fresh_key("k1");
  auto second = fresh_key("k2");
  first.alg = second.alg = policy.alg;
  auto keyring = begin(*Name::parse("orders/prod"), policy, first, kStart);
  keyring = *apply(keyring, {.kind = Step::Kind::publish}, kStart, &second);
  keyring = *apply(keyring, {.kind = Step::Kind::activate, .kid = "k2"}, kStart + hours{1});
  keyring = *apply(keyring, {.kind = Step::Kind::retire, .kid = "k1"}, kStart + hours{3});
  keyring = *compromise(keyring, "k1", kStolen);
  EXPECT_EQ(keyring.find("k1")->removed_revision, 4U) << "that of its retirement";
  const Confirmations places{{.destination = "jwks:/a", .confirmed = {{.revision = 4, .at = kStart + hours{4}}}}};
  const auto clock = clock_of(keyring, places, kStolen);
  EXPECT_EQ(clock.left_at, kStart + hours{3});
  EXPECT_EQ(clock.gone_at, kStart + hours{4});
  EXPECT_TRUE(clock.over());
}

TEST(EmergencyClock, VerifiersOfASymmetricKeyringHoldTheSecret) {
  const auto keyring = stolen({"spring"}, jose::Alg::HS256);
  const auto alone = clock_of(keyring, {}, kStolen + hours{24 * 30});
  ASSERT_EQ(alone.verifiers.size(), 1U) << "nobody fetches a secret: no cache says when it ends";
  EXPECT_EQ(alone.verifiers.front().verifier, "jwtkeep");
  EXPECT_EQ(alone.others.trust, Trust::unbounded) << "nothing renews copies";
  EXPECT_FALSE(alone.over());

  Confirmations places{{.destination = "dotenv:/a", .confirmed = {}}};
  EXPECT_EQ(clock_of(keyring, places, kStolen).destinations.front().trust, Trust::waits);
  EXPECT_EQ(clock_of(keyring, places, kStolen).others.trust, Trust::waits);
  places[0].confirmed.push_back({.revision = 3, .at = kStolen + seconds{3}});
  const auto end = kStolen + seconds{3} + hours{12} + minutes{1};
  EXPECT_EQ(clock_of(keyring, places, end - kTick).destinations.front().trust, Trust::ends);
  EXPECT_EQ(clock_of(keyring, places, end - kTick).destinations.front().stops_at, end);
  EXPECT_TRUE(clock_of(keyring, places, end).over());
}

TEST(EmergencyClock, EveryCompromisedKeyHasItsOwn) {
  auto keyring = stolen({"spring"});
  keyring = *compromise(keyring, "k2", kStolen + hours{1});
  const auto clocks = emergency_clock(keyring, {}, kStolen + hours{1});
  ASSERT_EQ(clocks.size(), 2U);
  EXPECT_EQ(of(clocks[0], "spring").trust, Trust::over);
  EXPECT_EQ(of(clocks[1], "spring").stops_at, kStolen + hours{1} + minutes{6});
}

TEST(EmergencyClock, TheWordsAreThoseOfTheDocumentation) {
  EXPECT_EQ(word(Trust::over), "over");
  EXPECT_EQ(word(Trust::ends), "ends");
  EXPECT_EQ(word(Trust::waits), "waits");
  EXPECT_EQ(word(Trust::unbounded), "unbounded");
}

/// What the clock says has to be true of a verifier that fetches, caches and refuses as its row says, with any clock.
RC_GTEST_PROP(EmergencyClock, NobodyIsToldToHaveStoppedWhileItStillTrusts, ()) {
  const auto rows = known_verifiers();
  const auto& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
  auto keyring = stolen({std::string(row.name)});
  const auto places = *rc::gen::inRange<int>(0, 4);
  Confirmations confirmations;
  Instant truly_gone = kStolen;
  for (int i = 0; i < places; ++i) {
    const auto late = seconds{*rc::gen::inRange<std::int64_t>(0, 90'000)};
    confirmations.push_back({.destination = std::to_string(i), .confirmed = {{.revision = 2, .at = kStart}}});
    confirmations.back().confirmed.push_back(
        {.revision = static_cast<std::uint64_t>(*rc::gen::inRange(3, 6)), .at = kStolen + late});
    truly_gone = std::max(truly_gone, kStolen + late);
  }
  // The moment was noted by a clock that is up to S ahead of or behind the reader's.
  const auto off = seconds{*rc::gen::inRange<std::int64_t>(-60, 61)};
  const auto now = kStolen + seconds{*rc::gen::inRange<std::int64_t>(0, 200'000)};
  const auto told = of(clock_of(keyring, confirmations, now), std::string(row.name));
  // It fetched the set in the last moment before the key was gone, and keeps it for as long as it may.
  const bool trusts =
      row.name != "jwtkeep" && (row.bound == Verifier::Bound::never || now < truly_gone + off + row.cache_age);
  if (trusts) RC_ASSERT(told.trust != Trust::over);
  RC_ASSERT(told.stops_at.has_value() == (row.bound != Verifier::Bound::never));
  RC_ASSERT((told.trust == Trust::over) == (told.stops_at && *told.stops_at <= now));
  const auto later = of(clock_of(keyring, confirmations, now + seconds{1}), std::string(row.name));
  RC_ASSERT(later.stops_at == told.stops_at);  // time moves nothing
}

}  // namespace
}  // namespace jwtkeep::keyring
