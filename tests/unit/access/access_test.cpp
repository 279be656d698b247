#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/access/lockout.hpp"
#include "jwtkeep/access/rate_limiter.hpp"
#include "tests/unit/now.hpp"

namespace jwtkeep::access {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Reason;

constexpr Moment kMoment{std::chrono::hours{1000}};

Pattern pattern(std::string_view text) {
  auto parsed = Pattern::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().what;
  return *std::move(parsed);
}

Grant grant(std::string_view text) {
  auto parsed = Grant::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().what;
  return *std::move(parsed);
}

ShownAccessToken shown(const NewAccessToken& token) {
  auto read = token.text.reveal([](base::ByteView text) { return read_access_token(text); });
  EXPECT_TRUE(read) << read.error().what;
  return *std::move(read);
}

Principal holder(std::string name, const NewAccessToken& token, std::vector<Grant> grants = {}) {
  return {.name = std::move(name),
          .shows = ByToken{.id = token.id, .digest = token.digest},
          .grants = std::move(grants),
          .created_at = kNow};
}

TEST(Pattern, IsItselfUnlessItSaysOtherwise) {
  EXPECT_TRUE(pattern("orders/prod").has("orders/prod"));
  EXPECT_FALSE(pattern("orders/prod").has("orders/prod/refresh"));
  EXPECT_FALSE(pattern("orders/prod").has("orders/production"));
  EXPECT_FALSE(pattern("orders/prod/refresh").has("orders/prod"));
}

TEST(Pattern, AStarIsOnePartAndTwoAreAllThatFollows) {
  EXPECT_TRUE(pattern("orders/*").has("orders/prod"));
  EXPECT_FALSE(pattern("orders/*").has("orders/prod/refresh"));
  EXPECT_TRUE(pattern("*/prod").has("orders/prod"));
  EXPECT_FALSE(pattern("*/prod").has("orders/test"));
  EXPECT_TRUE(pattern("orders/**").has("orders/prod"));
  EXPECT_TRUE(pattern("orders/**").has("orders/prod/refresh"));
  EXPECT_FALSE(pattern("orders/**").has("billing/prod"));
  EXPECT_FALSE(pattern("orders/**").has("orders"));
  EXPECT_TRUE(pattern("**").has("any/thing"));
  EXPECT_TRUE(pattern("**").has_all());
  EXPECT_FALSE(pattern("*/**").has_all());
  EXPECT_FALSE(pattern("**").has(""));
}

TEST(Pattern, RefusesWhatNamesNoKeyring) {
  for (const auto* text : {"", "/", "*", "orders", "orders/", "/prod", "orders//x", "**/prod", "orders/**/x",
                           "orders/pr*d", "Orders/prod", "a/b/c/d", "orders/..", "a/b/c/**", "**/"}) {
    EXPECT_FALSE(Pattern::parse(text)) << text;
  }
}

TEST(Grant, IsReadAsItIsWritten) {
  EXPECT_EQ(grant(" orders/prod :verify,sign, sign").text(), "orders/prod: sign, verify");
  for (const auto* text : {"orders/prod", "orders/prod:", "orders/prod: fly", "orders/prod: sign,,verify", ": sign"}) {
    EXPECT_FALSE(Grant::parse(text)) << text;
  }
  for (const auto verb : verbs()) EXPECT_EQ(verb_from_word(word(verb)), verb);
}

TEST(Rights, AreDeniedUnlessGranted) {
  const auto token = make_access_token();
  const auto principal = holder("ci", token, {grant("orders/*: sign"), grant("billing/prod: verify")});
  EXPECT_TRUE(check_right(principal, Verb::sign, "orders/prod"));
  EXPECT_TRUE(check_right(principal, Verb::verify, "billing/prod"));
  const auto denied = check_right(principal, Verb::verify, "orders/prod");
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.error().reason, Reason::permission);
  EXPECT_EQ(denied.error().what, "ci may not verify: orders/prod");
  EXPECT_FALSE(check_right_on_all(principal, Verb::sign));
  EXPECT_TRUE(check_right_on_all(holder("boss", token, {grant("**: audit")}), Verb::audit));
  EXPECT_FALSE(check_right(holder("nobody", token), Verb::read, "orders/prod"));
}

TEST(AccessToken, IsOfOneFormAndReadBack) {
  const auto token = make_access_token();
  EXPECT_EQ(token.text.size(), kAccessTokenChars);
  const auto read = shown(token);
  EXPECT_EQ(read.id, token.id);
  EXPECT_EQ(read.digest, token.digest);
  EXPECT_NE(make_access_token().id, token.id);
}

RC_GTEST_PROP(AccessToken, ALostOrChangedCharacterIsTold, ()) {
  const auto token = make_access_token();
  auto text = token.text.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  if (*rc::gen::arbitrary<bool>()) {
    text.erase(at, 1);
  } else {
    const auto other = static_cast<char>(*rc::gen::inRange(0, 256));
    RC_PRE(other != text[at]);
    text[at] = other;
  }
  const auto read = read_access_token(base::as_bytes(text));
  RC_ASSERT(!read);
  RC_ASSERT(read.error().reason == Reason::malformed);
}

TEST(AccessList, KnowsATokenAndNothingLikeIt) {
  AccessList list;
  const auto token = make_access_token();
  ASSERT_TRUE(list.add(holder("ci", token)));
  const auto known = list.by_token(shown(token), kNow);
  ASSERT_TRUE(known);
  EXPECT_EQ((*known)->name, "ci");

  auto forged = shown(make_access_token());
  const auto unknown_id = list.by_token(forged, kNow);
  forged.id = token.id;
  const auto wrong_secret = list.by_token(forged, kNow);
  ASSERT_FALSE(unknown_id);
  ASSERT_FALSE(wrong_secret);
  EXPECT_EQ(unknown_id.error().what, wrong_secret.error().what);
}

TEST(AccessList, LetsNobodyInBeyondTheEnd) {
  AccessList list;
  const auto token = make_access_token();
  auto principal = holder("ci", token);
  principal.expires_at = kNow + 1h;
  ASSERT_TRUE(list.add(principal));
  EXPECT_TRUE(list.by_token(shown(token), kNow + 1h - 1us));
  EXPECT_EQ(list.by_token(shown(token), kNow + 1h).error().reason, Reason::expired);
  (*list.find("ci"))->revoked_at = kNow;
  EXPECT_EQ(list.by_token(shown(token), kNow).error().reason, Reason::permission);
}

TEST(AccessList, ForgetsWhoMayDoNothingAnyMore) {
  AccessList list;
  const auto old = make_access_token();
  const auto kept = make_access_token();
  auto principal = holder("old", old);
  principal.expires_at = kNow;
  ASSERT_TRUE(list.add(principal));
  ASSERT_TRUE(list.add(holder("kept", kept)));
  EXPECT_EQ(list.prune(kNow), 1U);
  EXPECT_EQ((*list.by_token(shown(kept), kNow))->name, "kept");
  EXPECT_FALSE(list.by_token(shown(old), kNow));
  EXPECT_TRUE(list.add(holder("old", make_access_token())));
}

TEST(AccessList, HasEveryNameAndTokenOnce) {
  AccessList list;
  const auto token = make_access_token();
  ASSERT_TRUE(list.add(holder("ci", token)));
  EXPECT_EQ(list.add(holder("ci", make_access_token())).error().reason, Reason::already_exists);
  EXPECT_EQ(list.add(holder("other", token)).error().reason, Reason::already_exists);
  for (const auto* name : {"", "Ci", "a b", "a\n", "jwt:keep"}) {
    EXPECT_EQ(list.add(holder(name, make_access_token())).error().reason, Reason::bad_value) << name;
  }
}

TEST(AccessList, KnowsCertificatesAndWhoLogsIn) {
  AccessList list;
  const base::Bytes print(32, 7);
  ASSERT_TRUE(list.add({.name = "mesh", .shows = ByCertificate{print}, .created_at = kNow}));
  ASSERT_TRUE(list.add({.name = "oncall", .shows = ByLogin{"https://id", "groups", "sre"}, .created_at = kNow}));
  ASSERT_TRUE(list.add({.name = "alice", .shows = ByLogin{"https://id", "sub", "alice"}, .created_at = kNow}));
  EXPECT_TRUE(list.by_certificate(print, kNow));
  EXPECT_FALSE(list.by_certificate(base::Bytes(32, 8), kNow));
  const auto claims = base::Json::object({{"sub", "alice"}, {"groups", base::Json::array({"dev", "sre"})}});
  EXPECT_EQ(list.by_login("https://id", claims, kNow).size(), 2U);
  EXPECT_TRUE(list.by_login("https://other", claims, kNow).empty());
  EXPECT_TRUE(list.by_login("https://id", base::Json::object({{"sub", 1}}), kNow).empty());
}

TEST(AccessList, ReadsBackWhatItWrites) {
  AccessList list;
  auto principal = holder("ci", make_access_token(), {grant("orders/*: sign, verify")});
  principal.expires_at = kNow + 1h;
  principal.rate = {.per_second = 50, .burst = 100};
  ASSERT_TRUE(list.add(principal));
  ASSERT_TRUE(list.add({.name = "mesh", .shows = ByCertificate{base::Bytes(32, 7)}, .created_at = kNow}));
  ASSERT_TRUE(list.add({.name = "alice", .shows = ByLogin{"https://id", "sub", "alice"}, .created_at = kNow}));
  const auto back = AccessList::from_json(list.to_json());
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_EQ(*back, list);
}

TEST(AccessList, RefusesWhatIsNotWhole) {
  AccessList list;
  ASSERT_TRUE(list.add(holder("ci", make_access_token(), {grant("orders/*: sign")})));
  for (const auto* member : {"name", "token_sha256", "grants", "created_at"}) {
    auto json = list.to_json();
    json.members()->front().second.items()->front().erase(member);
    EXPECT_EQ(AccessList::from_json(json).error().reason, Reason::malformed) << member;
  }
  EXPECT_FALSE(AccessList::from_json(base::Json::array()));
}

TEST(Lockout, KeepsAwayWhoGuessesForLongerEachTime) {
  Lockout lockout;
  auto now = kMoment;
  auto expected = Lockout::kFirst;
  for (int round = 0; round < 8; ++round) {
    for (int i = 1; i < Lockout::kFree; ++i) EXPECT_FALSE(lockout.refused("192.0.2.7", now));
    EXPECT_EQ(lockout.refused("192.0.2.7", now), expected);
    EXPECT_EQ(lockout.locked("192.0.2.7", now), expected);
    EXPECT_FALSE(lockout.locked("192.0.2.8", now));
    now += expected;
    EXPECT_FALSE(lockout.locked("192.0.2.7", now));
    expected = std::min(2 * expected, Lockout::kLongest);
  }
  now += Lockout::kForgotten + 1s;
  for (int i = 1; i < Lockout::kFree; ++i) EXPECT_FALSE(lockout.refused("192.0.2.7", now));
  EXPECT_EQ(lockout.refused("192.0.2.7", now), Lockout::kFirst);
}

TEST(Lockout, ForgivesWhoGetsItRight) {
  Lockout lockout;
  for (int round = 0; round < 5; ++round) {
    for (int i = 1; i < Lockout::kFree; ++i) EXPECT_FALSE(lockout.refused("::1", kMoment));
    lockout.accepted("::1");
  }
}

TEST(Lockout, StaysSmallUnderManyAddresses) {
  Lockout lockout;
  for (int i = 0; i < Lockout::kFree; ++i) lockout.refused("192.0.2.7", kMoment);
  for (std::size_t i = 0; i < Lockout::kMostKnown - 1; ++i) lockout.refused(std::to_string(i), kMoment);
  EXPECT_TRUE(lockout.locked("192.0.2.7", kMoment));
  lockout.refused("one more", kMoment);
  EXPECT_FALSE(lockout.locked("192.0.2.7", kMoment)) << "the longest quiet one made room";
}

TEST(RateLimiter, LetsABurstThroughAndThenSoManyASecond) {
  RateLimiter limiter;
  const RateLimit limit{.per_second = 2, .burst = 3};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("ci", limit, 1, kMoment));
  EXPECT_EQ(limiter.take("ci", limit, 1, kMoment), 1s);
  EXPECT_FALSE(limiter.take("other", limit, 1, kMoment));
  EXPECT_FALSE(limiter.take("ci", limit, 1, kMoment + 500ms));
  EXPECT_TRUE(limiter.take("ci", limit, 1, kMoment + 500ms));
  EXPECT_TRUE(limiter.take("ci", limit, 1, kMoment));
  EXPECT_FALSE(limiter.take("free", {}, 1e9, kMoment));
}

TEST(RateLimiter, ABatchCostsWhatItHolds) {
  RateLimiter limiter;
  const RateLimit limit{.per_second = 10, .burst = 20};
  EXPECT_FALSE(limiter.take("ci", limit, 100, kMoment));
  EXPECT_EQ(limiter.take("ci", limit, 1, kMoment), 9s);  // 80 that were lent, and one
}

}  // namespace
}  // namespace jwtkeep::access
