// Controls, rates, services that die or lie: what a run makes of the answers.
#include "jwtkeep/probe/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample.hpp"

namespace jwtkeep::probe {
namespace {

using base::Reason;
using std::chrono::milliseconds;
using testing::HasSubstr;

const GoodToken& good() { return material(KeyOf::hmac).good; }

std::vector<Planned> planned(const std::vector<std::string>& only) {
  return *plan(material(KeyOf::hmac), {.only = only, .skip = {}, .bombs = true});
}

bool sound(const std::string& token) { return is_sound(material(KeyOf::hmac), token); }

TEST(Plan, FollowsTheChoice) {
  const auto ids = [](const Choice& choice) {
    std::string text;
    const auto planned = plan(material(KeyOf::hmac), choice);
    for (const auto& each : *planned) text += std::string(each.forgery->id) + " ";
    return text;
  };
  EXPECT_EQ(ids({.only = {"crit", "none"}}), "none crit ");
  EXPECT_EQ(ids({.only = {"crit", "none"}, .skip = {"none"}}), "crit ");
  EXPECT_EQ(ids({.only = {"crit", "huge-token"}, .skip = {}, .bombs = false}), "crit ");
  EXPECT_EQ(plan(material(KeyOf::hmac), {.only = {"nothing"}}).error().reason, Reason::bad_value);
  EXPECT_THAT(plan(material(KeyOf::hmac), {.skip = {"nothing"}}).error().hint, HasSubstr("kid-traversal"));
}

TEST(Plan, TheWrongSignatureIsOfTheSameLengthAndCanonical) {
  for (const auto key : {KeyOf::hmac, KeyOf::rsa, KeyOf::ec}) {
    const auto& token = material(key).good;
    const auto bad = badly_signed(token);
    const auto read = read_good_token(bad, kNow);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->signature.size(), token.signature.size());
    EXPECT_NE(read->signature, token.signature);
    EXPECT_FALSE(is_sound(material(key), bad));
  }
}

TEST(Run, WithoutTheGoodTokensAcceptanceThereIsNoVerdict) {
  Service service{.verifier = [](const std::string&) { return false; }};
  const auto report = run(good(), planned({"none"}), {}, service.conduct());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict, Verdict::none);
  EXPECT_THAT(report->why, HasSubstr("the good token is not accepted: the service answers 401"));
  EXPECT_EQ(report->requests, 3U);  // the controls alone
}

TEST(Run, AVerifierThatTakesAWrongSignatureTakesAnything) {
  // One that reads tokens without verifying them, and one that reads none.
  for (const bool needs_token : {true, false}) {
    Service service{.verifier = [](const std::string& token) { return !token.empty(); }};
    auto conduct = service.conduct();
    if (!needs_token) {
      conduct.send = [](const auto&) -> base::Result<Answer> { return Answer{.status = 200}; };
    }
    const auto report = run(good(), planned({"none"}), {}, conduct);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->verdict, Verdict::accepts_any);
    ASSERT_EQ(report->findings.size(), 1U);
    EXPECT_EQ(report->findings.front().forgery->id, "unchecked");
    EXPECT_EQ(report->findings.front().hits.size(), needs_token ? 1U : 2U);
    EXPECT_TRUE(counts(report->findings.front(), false));
    EXPECT_EQ(report->remarks.empty(), needs_token);
  }
}

TEST(Run, TheTextTellsWhereTheStatusDoesNot) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  conduct.send = [inner = conduct.send](const auto& token) {
    auto answer = inner(token);
    answer->status = 200;
    return answer;
  };
  EXPECT_EQ(run(good(), planned({"none"}), {.accept_text = "welcome"}, conduct)->verdict, Verdict::sound);
  EXPECT_EQ(run(good(), planned({"none"}), {.refuse_text = "no"}, conduct)->verdict, Verdict::sound);
}

TEST(Run, GivesUpTheVerdictWhenTheGoodTokenIsNoLongerTaken) {
  int requests = 0;
  Service service{.verifier = [&](const std::string& token) { return ++requests < 10 && sound(token); }};
  const auto report = run(good(), planned({"none"}), {}, service.conduct());
  EXPECT_EQ(report->verdict, Verdict::none);
  EXPECT_THAT(report->why, HasSubstr("no longer accepted (401)"));
  EXPECT_EQ(report->refused.size(), 1U);
}

TEST(Run, WhatWasAcceptedStandsAlsoWhenTheRunDoesNotHold) {
  int requests = 0;
  Service service{.verifier = [&](const std::string& token) {
    return ++requests < 10 && (sound(token) || !token.ends_with('.') == false);
  }};
  const auto report = run(good(), planned({"none"}), {}, service.conduct());
  EXPECT_EQ(report->verdict, Verdict::accepts_forgeries);
  EXPECT_FALSE(report->why.empty());
}

TEST(Run, WaitsAsLongAsItIsToldAndAsksAgain) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  int limited = 0;
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    if (token && !sound(*token) && ++limited == 3) return Answer{.status = 429, .retry_after = base::Seconds{7}};
    if (limited == 4) return Answer{.status = 429};
    return inner(token);
  };
  const auto report = run(good(), planned({"none"}), {}, conduct);
  EXPECT_EQ(report->verdict, Verdict::sound);
  EXPECT_THAT(service.waits, testing::ElementsAre(milliseconds{7000}, milliseconds{2000}));
  ASSERT_EQ(service.told.size(), 2U);
  EXPECT_THAT(service.told.front(), HasSubstr("429, too many requests: waiting 7s"));
}

TEST(Run, EndsWhereThereIsNothingButTooManyRequests) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  int requests = 0;
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    if (++requests > 5) return Answer{.status = 429};
    return inner(token);
  };
  const auto report = run(good(), planned({"none", "stripped"}), {}, conduct);
  EXPECT_EQ(report->verdict, Verdict::none);
  EXPECT_THAT(report->why, HasSubstr("too many requests"));
  EXPECT_LT(requests, 30);
  ASSERT_EQ(report->untried.size(), 1U);  // stripped; none was tried, and told as far as it came
  EXPECT_EQ(report->untried.front().second, "the run was given up before");
}

TEST(Run, TellsWhichForgeryTheServiceDidNotOutlive) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  bool dead = false;
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    dead = dead || (token && token->size() > 512'000);
    if (dead) return base::fail(Reason::io_failed, "no answer");
    return inner(token);
  };
  const auto report = run(good(), planned({"huge-token", "pbes2-bomb"}), {}, conduct);
  ASSERT_EQ(report->findings.size(), 1U);
  EXPECT_EQ(report->findings.front().forgery->id, "huge-token");
  EXPECT_EQ(report->findings.front().hits.front().outcome, Outcome::strained);
  EXPECT_EQ(report->verdict, Verdict::accepts_forgeries);
  EXPECT_THAT(report->why, HasSubstr("has not answered since huge-token"));
  EXPECT_EQ(report->untried.front().first->id, "pbes2-bomb");
}

TEST(Run, ADroppedConnectionAloneIsToldAndIsNoFinding) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    if (token && token->size() > 512'000) return base::fail(Reason::io_failed, "no answer");
    return inner(token);
  };
  const auto report = run(good(), planned({"huge-token"}), {}, conduct);
  EXPECT_EQ(report->verdict, Verdict::sound);
  EXPECT_THAT(report->remarks, testing::ElementsAre(HasSubstr("no answer came to: huge-token x3")));
}

TEST(Run, BeingSlowOnceIsNoStrain) {
  int slow = 0;
  Service service{.verifier = sound, .takes = [&](const std::string& token) {
                    return std::chrono::seconds{token.size() > 512'000 && ++slow == 1 ? 5 : 0};
                  }};
  EXPECT_EQ(run(good(), planned({"huge-token"}), {}, service.conduct())->verdict, Verdict::sound);
}

TEST(Run, AServiceThatIsBusyWithTheBombBeforeIsWaitedFor) {
  int busy = 0;  // answers that are slow, whatever comes
  Service service{.verifier = sound, .takes = [&](const std::string& token) {
                    if (token.size() > 512'000) busy = 3;
                    return std::chrono::seconds{token.size() > 512'000 || busy-- > 0 ? 5 : 0};
                  }};
  const auto report = run(good(), planned({"huge-token", "pbes2-bomb"}), {}, service.conduct());
  ASSERT_EQ(report->findings.size(), 1U);
  EXPECT_EQ(report->findings.front().forgery->id, "huge-token");
  EXPECT_EQ(report->refused.front().first->id, "pbes2-bomb");
  EXPECT_FALSE(service.waits.empty());
}

TEST(Run, AServerErrorIsARemark) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    if (token && token->size() > 512'000) return Answer{.status = 500};
    return inner(token);
  };
  EXPECT_THAT(run(good(), planned({"huge-token"}), {}, conduct)->remarks,
              testing::ElementsAre(HasSubstr("server error, where refusing was meant: huge-token x3")));
}

TEST(Run, TheFirstErrorAndAnUnsafeAddressEndIt) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  for (const int good_ones : {0, 5}) {
    int requests = 0;
    conduct.send = [&, inner = service.conduct().send](const auto& token) -> base::Result<Answer> {
      if (++requests > good_ones) return base::fail(Reason::unsafe_place, "no loopback address");
      return inner(token);
    };
    EXPECT_EQ(run(good(), planned({"none"}), {}, conduct).error().reason, Reason::unsafe_place) << good_ones;
    EXPECT_EQ(requests, good_ones + 1);
  }
}

TEST(Run, AFetchThatComesLateIsSeen) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  int asked = 0;
  conduct.was_fetched = [&](std::string_view path) { return path == "/jwks.json" && ++asked > 1; };
  const auto report = run(good(), planned({"jku", "x5u"}), {}, conduct);
  ASSERT_EQ(report->findings.size(), 1U);
  EXPECT_EQ(report->findings.front().hits.front().outcome, Outcome::fetched);
  ASSERT_EQ(report->refused.size(), 1U);
  EXPECT_EQ(report->refused.front().first->id, "x5u");
}

TEST(Run, AKeyThatTheVerifierDoesNotTakeShowsNothing) {
  const auto& m = material(KeyOf::hmac);
  Service service{.verifier = sound};
  const auto ids = [&](const std::optional<std::string>& anew) {
    const auto report = run(good(), planned({"none", "expired", "crit"}), {}, service.conduct(), anew);
    EXPECT_EQ(report->verdict, Verdict::sound);
    std::string text;
    for (const auto& [forgery, why] : report->untried) text += std::string(forgery->id) + " ";
    return text;
  };
  EXPECT_EQ(ids(signed_anew(m)), "");
  // The key of another verifier.
  EXPECT_EQ(ids(signed_anew(material(KeyOf::weak))), "expired crit ");
}

TEST(Run, WhatCannotBeSentIsNotTried) {
  Service service{.verifier = sound};
  auto conduct = service.conduct();
  conduct.send = [&, inner = conduct.send](const std::optional<std::string>& token) -> base::Result<Answer> {
    if (token && token->contains('!')) return base::fail(Reason::bad_value, "not in a header");
    return inner(token);
  };
  const auto report = run(good(), planned({"non-canonical"}), {}, conduct);
  EXPECT_EQ(report->verdict, Verdict::sound);
  EXPECT_EQ(report->refused.size(), 1U);
}

}  // namespace
}  // namespace jwtkeep::probe
