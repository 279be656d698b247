#include "jwtkeep/access/session.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/access/ended_sessions.hpp"
#include "tests/unit/now.hpp"

namespace jwtkeep::access {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Json;
using base::Reason;

constexpr std::string_view kStore = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kIssuer = "https://id.example.com";

base::SecretBytes key_of(char each) { return base::SecretBytes::copy_of(std::string(32, each)); }

Principal session_holder(std::string name, std::string token_id, std::optional<Instant> expires_at = {}) {
  return {.name = std::move(name),
          .shows = ByToken{.id = std::move(token_id), .digest = base::Bytes(32, 7)},
          .created_at = kNow,
          .expires_at = expires_at};
}

Principal group(std::string name, std::string value, std::optional<Instant> expires_at = {}) {
  return {.name = std::move(name),
          .shows = ByLogin{.issuer = std::string(kIssuer), .claim = "groups", .value = std::move(value)},
          .created_at = kNow,
          .expires_at = expires_at};
}

AccessList list_of(std::vector<Principal> principals) {
  AccessList list;
  for (auto& principal : principals) EXPECT_TRUE(list.add(std::move(principal)));
  return list;
}

TEST(Session, IsOpenedByWhatSealedItAndByNothingElse) {
  const SessionSeal seal(key_of('k'), kStore);
  const auto session = begin_session(session_holder("alice", "aaaaaaaaaaaa"), kNow);
  const auto text = *seal.seal(session);
  const auto opened = seal.open(text);
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, session);
  EXPECT_EQ(text.find("alice"), std::string::npos);
  EXPECT_NE(*seal.seal(session), text);
  EXPECT_FALSE(SessionSeal(key_of('x'), kStore).open(text));
  EXPECT_FALSE(SessionSeal(key_of('k'), "another store").open(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(seal.open(changed)) << i;
  }
  EXPECT_FALSE(seal.open(text.substr(0, text.size() - 4)));
  EXPECT_FALSE(seal.open({}));
  EXPECT_FALSE(seal.open(std::string(SealedJson::kMostChars + 4, 'A')));
}

TEST(Session, EndsAfterTwelveHoursOrWithItsPrincipal) {
  EXPECT_EQ(begin_session(session_holder("a", "aaaaaaaaaaaa"), kNow).expires_at, kNow + 12h);
  EXPECT_EQ(begin_session(session_holder("a", "aaaaaaaaaaaa", kNow + 1h), kNow).expires_at, kNow + 1h);
  const auto short_one = group("a", "sre", kNow + 1h);
  const auto long_one = group("b", "dev", kNow + 2h);
  const auto endless = group("c", "ops");
  EXPECT_EQ(begin_session({&short_one, &long_one}, "alice", kIssuer, "1", kNow).expires_at, kNow + 2h);
  EXPECT_EQ(begin_session({&short_one, &endless}, "alice", kIssuer, "1", kNow).expires_at, kNow + 12h);
}

TEST(Session, IsItsPrincipalsAsTheyStandNow) {
  const auto session = begin_session(session_holder("alice", "aaaaaaaaaaaa"), kNow);
  auto list = list_of({session_holder("alice", "aaaaaaaaaaaa"), session_holder("bob", "bbbbbbbbbbbb")});
  const auto found = holders_of(session, list, kNow);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front()->name, "alice");
  EXPECT_EQ(holders_of(session, list, kNow + 12h).error().reason, Reason::expired);
  // The same name with another token is somebody else.
  EXPECT_FALSE(holders_of(session, list_of({session_holder("alice", "cccccccccccc")}), kNow));
  (*list.find("alice"))->revoked_at = kNow;
  EXPECT_EQ(holders_of(session, list, kNow).error().reason, Reason::permission);
}

TEST(Session, OfALoginIsEverybodyWhomItsClaimsMakeAndNobodyMore) {
  const auto sre = group("sre", "sre");
  const auto dev = group("dev", "dev", kNow + 1h);
  const auto session = begin_session({&sre, &dev}, "example:alice", kIssuer, "1", kNow);
  const SessionSeal seal(key_of('k'), kStore);
  const auto opened = seal.open(*seal.seal(session));
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, session);
  const auto list = list_of({sre, dev, group("ops", "ops")});
  const auto both = holders_of(*opened, list, kNow);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->size(), 2U);
  const auto later = holders_of(*opened, list, kNow + 2h);
  ASSERT_TRUE(later);
  ASSERT_EQ(later->size(), 1U);
  EXPECT_EQ(later->front()->name, "sre");
  EXPECT_FALSE(holders_of(*opened, list_of({group("ops", "ops")}), kNow));
}

TEST(Session, OfSomebodyWithVeryManyGroupsIsRefusedRatherThanCut) {
  std::vector<Principal> groups;
  for (int i = 0; i < 200; ++i)
    groups.push_back(group("g" + std::to_string(i), std::string(20, 'x') + std::to_string(i)));
  std::vector<const Principal*> all;
  for (const auto& each : groups) all.push_back(&each);
  const SessionSeal seal(key_of('k'), kStore);
  EXPECT_EQ(seal.seal(begin_session(all, "alice", kIssuer, "1", kNow)).error().reason, Reason::too_large);
}

TEST(SealedJson, IsOpenedForItsOwnUseAlone) {
  const SealedJson sealed(key_of('k'), kStore, "login");
  const auto text = sealed.seal(Json("x"));
  EXPECT_EQ(sealed.open(text), Json("x"));
  EXPECT_FALSE(SealedJson(key_of('k'), kStore, "session").open(text));
}

TEST(EndedSessions, HaveThatOneAndNoOther) {
  const auto principal = session_holder("alice", "aaaaaaaaaaaa");
  const auto one = begin_session(principal, kNow);
  const auto other = begin_session(principal, kNow);
  EndedSessions ended;
  EXPECT_FALSE(ended.has(one));
  ended.end(one, kNow);
  EXPECT_TRUE(ended.has(one));
  EXPECT_FALSE(ended.has(other));
  const auto again = EndedSessions::from_json(ended.to_json());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, ended);
  // Forgotten once it would have expired by itself.
  ended.end(other, kNow + 13h);
  EXPECT_FALSE(ended.has(one));
}

TEST(EndedSessions, StaySmallWhoeverEndsHowMany) {
  EndedSessions ended;
  const auto principal = session_holder("alice", "aaaaaaaaaaaa");
  std::vector<Session> begun;
  for (std::size_t i = 0; i <= EndedSessions::kMostOfOne; ++i) {
    begun.push_back(begin_session(principal, kNow));
    ended.end(begun.back(), kNow + 1s);
  }
  for (const auto& each : begun) EXPECT_TRUE(ended.has(each));
  EXPECT_TRUE(ended.has(begin_session(principal, kNow)));  // together with all of that person's, and nobody else's
  EXPECT_FALSE(ended.has(begin_session(principal, kNow + 2s)));
  EXPECT_FALSE(ended.has(begin_session(session_holder("bob", "bbbbbbbbbbbb"), kNow)));
  for (std::size_t i = 0; i < EndedSessions::kMost; ++i) {
    const auto sub = std::to_string(i);
    const auto person = group("p", "x");
    const auto session = begin_session({&person}, "x", kIssuer, sub, kNow);
    ended.end(session, kNow + 1s);
    ASSERT_TRUE(ended.has(session));
  }
  EXPECT_LT(base::write_json(ended.to_json()).size(), std::size_t{1} << 20);
  EXPECT_TRUE(ended.has(begun.front()));
  const auto again = EndedSessions::from_json(ended.to_json());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, ended);
  EXPECT_FALSE(ended.has(begin_session(principal, kNow + 2s)));
}

TEST(EndedSessions, StayEndedThoughTheirServersClockWasAhead) {
  const auto principal = session_holder("alice", "aaaaaaaaaaaa");
  for (const bool last_is_ahead : {true, false}) {
    EndedSessions ended;
    const auto ahead = begin_session(principal, kNow + 30s);
    if (!last_is_ahead) ended.end(ahead, kNow);
    for (std::size_t i = 0; i < EndedSessions::kMostOfOne; ++i) ended.end(begin_session(principal, kNow), kNow);
    if (last_is_ahead) ended.end(ahead, kNow);
    EXPECT_TRUE(ended.has(ahead)) << last_is_ahead;
    EXPECT_TRUE(ended.has(begin_session(principal, kNow))) << "all of one went into one mark";
    EXPECT_FALSE(ended.has(begin_session(principal, kNow + 31s)));
    // The same of everybody's; a mark never goes back.
    for (std::size_t i = 0; i < EndedSessions::kMost / 2; ++i) {
      const auto person = group("p", "x");
      ended.end(begin_session({&person}, "x", kIssuer, std::to_string(i), kNow), kNow);
    }
    EXPECT_TRUE(ended.has(begin_session(session_holder("bob", "bbbbbbbbbbbb"), kNow))) << "all went into one mark";
    EXPECT_TRUE(ended.has(ahead)) << last_is_ahead;
  }
}

}  // namespace
}  // namespace jwtkeep::access
