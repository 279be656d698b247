#include "jwtkeep/server/kept_answers.hpp"
#include "tests/unit/now.hpp"

#include <gtest/gtest.h>

namespace jwtkeep::server {
namespace {

using namespace std::chrono_literals;
using base::Json;
using Kind = KeptAnswers::Kind;

KeptRequest kept_request(std::string id, base::Instant at = kNow, std::string digest = "d") {
  return {.id = std::move(id), .digest = std::move(digest), .at = at, .intent = Json::object({{"seen", "k1"}})};
}

KeptAnswer kept_answer(std::string body = "{}") {
  return {.status = 201, .type = "application/json", .location = "/v1/x", .body = std::move(body)};
}

TEST(KeptAnswers, AreGivenAgainForADay) {
  KeptAnswers kept;
  EXPECT_EQ(kept.begin(kept_request("a")).kind, Kind::fresh);
  EXPECT_EQ(kept.begin(kept_request("a", kNow + 1s)).kind, Kind::going_on);
  EXPECT_EQ(kept.begin(kept_request("a", kNow + 1s, "other")).kind, Kind::different);
  EXPECT_TRUE(kept.end("a", kNow, kept_answer()));
  const auto again = kept.begin(kept_request("a", kNow + 24h - 1s));
  EXPECT_EQ(again.kind, Kind::answered);
  EXPECT_EQ(again.request.answer, kept_answer());
  EXPECT_EQ(kept.begin(kept_request("a", kNow + 24h - 1s, "other")).kind, Kind::different);
  EXPECT_EQ(kept.begin(kept_request("a", kNow + 24h)).kind, Kind::fresh);
}

TEST(KeptAnswers, WhatDiedIsDoneAnewWithItsFirstIntent) {
  KeptAnswers kept;
  EXPECT_EQ(kept.begin(kept_request("a")).kind, Kind::fresh);
  auto later = kept_request("a", kNow + KeptAnswers::kLease);
  later.intent = Json::object({{"seen", "k2"}});
  const auto anew = kept.begin(later);
  EXPECT_EQ(anew.kind, Kind::fresh);
  EXPECT_EQ(anew.request.intent, Json::object({{"seen", "k1"}}));
  EXPECT_EQ(kept.begin(kept_request("a", kNow + KeptAnswers::kLease + 1s)).kind, Kind::going_on);
}

TEST(KeptAnswers, AreLeftAloneByWhoLostTheKey) {
  constexpr auto kLater = kNow + KeptAnswers::kLease + 7us;
  KeptAnswers kept;
  kept.begin(kept_request("a"));
  EXPECT_EQ(kept.begin(kept_request("a", kLater)).kind, Kind::fresh);
  // The first one was but slow.
  EXPECT_FALSE(kept.end("a", kNow, std::nullopt));
  EXPECT_FALSE(kept.end("a", kNow, kept_answer("first")));
  EXPECT_EQ(kept.begin(kept_request("a", kLater + 1s)).kind, Kind::going_on);
  // As it is read from the store again.
  auto again = KeptAnswers::from_json(kept.to_json());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->end("a", kLater, kept_answer("second")));
  EXPECT_FALSE(again->end("a", kNow, std::nullopt));
  EXPECT_EQ(again->begin(kept_request("a", kLater + 2s)).request.answer, kept_answer("second"));
}

TEST(KeptAnswers, ForgetWhatHasNoAnswer) {
  KeptAnswers kept;
  kept.begin(kept_request("a"));
  EXPECT_TRUE(kept.end("a", kNow, std::nullopt));
  EXPECT_FALSE(kept.end("b", kNow, kept_answer()));
  EXPECT_TRUE(kept.requests().empty());
}

TEST(KeptAnswers, AreBoundedAndKeepWhatIsBeingDone) {
  KeptAnswers kept;
  kept.begin(kept_request("going on"));
  for (int i = 0; i < 20; ++i) {
    const auto id = std::to_string(i);
    const auto at = kNow + std::chrono::seconds{i};
    kept.begin(kept_request(id, at));
    kept.end(id, at, kept_answer(std::string(100'000, 'x')));
  }
  EXPECT_LE(base::write_json(kept.to_json()).size(), KeptAnswers::kMostBytes);
  EXPECT_EQ(kept.requests().front().id, "going on");
  EXPECT_EQ(kept.requests().back().id, "19");
}

TEST(KeptAnswers, AreWrittenAndReadAgain) {
  KeptAnswers kept;
  kept.begin(kept_request("a"));
  kept.end("a", kNow, kept_answer());
  kept.begin(kept_request("b"));
  const auto again = KeptAnswers::from_json(kept.to_json());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, kept);
}

TEST(KeptAnswers, OfWhatStandsAlone) {
  for (const int status : {200, 201, 204, 404, 409, 422}) EXPECT_TRUE(is_kept(status)) << status;
  for (const int status : {401, 403, 429, 500, 502, 503}) EXPECT_FALSE(is_kept(status)) << status;
}

TEST(IdempotencyKey, IsVisibleAscii) {
  EXPECT_TRUE(check_idempotency_key("\"8e03978e-40d5-43dd-bc93-6894a57f9324\""));
  EXPECT_TRUE(check_idempotency_key(std::string(255, '~')));
  for (const auto& bad : {std::string(), std::string(256, 'a'), std::string("a b"), std::string("\x7f")}) {
    EXPECT_FALSE(check_idempotency_key(bad)) << bad;
  }
}

}  // namespace
}  // namespace jwtkeep::server
