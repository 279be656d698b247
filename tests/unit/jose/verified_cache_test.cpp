// A cached token is checked again in all but its signature; the cache is bounded, and safe to share.
#include "jwtkeep/jose/verified_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "allocation_count.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/verifier.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

std::string token_of(Alg alg, std::string_view payload) {
  return forge(sample_key(alg), R"({"alg":")" + std::string(name(alg)) + R"(","kid":"sample"})", payload);
}

Verifier with_cache(Alg alg, const std::shared_ptr<VerifiedCache>& cache, VerifyPolicy policy = lenient_policy()) {
  return Verifier::make({sample_key(alg).verify_key()}, std::move(policy), {.limits = {}, .cache = cache}).value();
}

TEST(VerifiedCache, AHitShowsTheSameClaims) {
  for (const auto alg : kEveryAlg) {
    const auto cache = std::make_shared<VerifiedCache>();
    const auto verifier = with_cache(alg, cache);
    Workspace workspace;
    // The second is not of the common shape.
    for (const std::string_view payload :
         {R"({"sub":"a","exp":1800001800})", R"({"sub":"a","exp":1800001800,"x":0.5})"}) {
      const auto token = token_of(alg, payload);
      std::string shown;
      for (int i = 0; i < 3; ++i) {
        const auto view = verifier.verify(token, kNow, workspace);
        ASSERT_TRUE(view);
        EXPECT_EQ(view->subject(), "a");
        EXPECT_EQ(view->payload(), payload);
        EXPECT_EQ(view->kid(), "sample");
        const auto copy = view->to_verified_token();
        EXPECT_EQ(copy.claims(), base::parse_json(payload).value());
        EXPECT_EQ(*copy.header().find("alg")->string(), name(alg));
      }
    }
    EXPECT_EQ(cache->size(), 2U);
  }
}

TEST(VerifiedCache, TimesAreCheckedAtEachHit) {
  const auto cache = std::make_shared<VerifiedCache>();
  const auto verifier = with_cache(Alg::ES256, cache);
  Workspace workspace;
  const auto token = token_of(Alg::ES256, R"({"exp":1800001800,"nbf":1799990000})");
  ASSERT_TRUE(verifier.verify(token, kNow, workspace));
  EXPECT_EQ(cache->size(), 1U);
  ASSERT_TRUE(verifier.verify(token, base::Instant{base::Seconds{1'800'001'799}}, workspace));
  EXPECT_EQ(verifier.verify(token, base::Instant{base::Seconds{1'800'001'800}}, workspace).error().reason,
            base::Reason::expired);
  EXPECT_EQ(verifier.verify(token, base::Instant{base::Seconds{1'799'989'999}}, workspace).error().reason,
            base::Reason::not_yet_valid);
  EXPECT_TRUE(verifier.verify(token, kNow, workspace)) << "clocks may go back";
}

TEST(VerifiedCache, WhatIsRefusedIsNotKept) {
  const auto cache = std::make_shared<VerifiedCache>();
  const auto verifier = with_cache(Alg::HS256, cache);
  Workspace workspace;
  EXPECT_FALSE(
      verifier.verify(token_of(Alg::HS256, R"({"exp":1700000000,"fill":"xxxxxxxxxxxxxxxx"})"), kNow, workspace));
  EXPECT_FALSE(verifier.verify(token_of(Alg::HS512, R"({"exp":1800001800,"fill":"xxxxxxxxxxxxxx"})"), kNow, workspace));
  EXPECT_EQ(cache->size(), 0U);
}

/// Every changed character misses, wherever it is: also before and behind what chooses the place.
TEST(VerifiedCache, OnlyTheSameCharactersHit) {
  const auto cache = std::make_shared<VerifiedCache>();
  const auto verifier = with_cache(Alg::HS256, cache);
  Workspace workspace;
  const auto token = token_of(Alg::HS256, R"({"exp":1800001800,"sub":"alice"})");
  ASSERT_TRUE(verifier.verify(token, kNow, workspace));
  for (std::size_t at = 0; at < token.size(); ++at) {
    auto changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verifier.verify(changed, kNow, workspace)) << at;
  }
  // Another header and payload under the cached signature.
  const auto other = token_of(Alg::HS256, R"({"exp":1800001800,"sub":"mallo"})");
  EXPECT_FALSE(verifier.verify(other.substr(0, other.rfind('.')) + token.substr(token.rfind('.')), kNow, workspace));
}

TEST(VerifiedCache, VerifiersThatShareItDoNotShareVerdicts) {
  const auto cache = std::make_shared<VerifiedCache>();
  const auto any = with_cache(Alg::HS256, cache);
  VerifyPolicy::Builder builder = lenient();
  const auto strict = with_cache(Alg::HS256, cache, builder.subject("bob").build().value());
  const auto other_key = Verifier::make({VerifyKey::make("sample", Alg::HS256, crypto::random_secret(32)).value()},
                                        lenient_policy(), {.limits = {}, .cache = cache})
                             .value();
  Workspace workspace;
  const auto token = token_of(Alg::HS256, R"({"exp":1800001800,"sub":"alice"})");
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(any.verify(token, kNow, workspace));
    EXPECT_EQ(strict.verify(token, kNow, workspace).error().reason, base::Reason::missing_claim);
    EXPECT_EQ(other_key.verify(token, kNow, workspace).error().reason, base::Reason::bad_signature);
  }
}

TEST(VerifiedCache, ItsSizeIsBounded) {
  const auto cache = std::make_shared<VerifiedCache>(VerifiedCache::Limits{.entries = 100, .token_bytes = 300});
  EXPECT_EQ(cache->capacity(), 128U);
  const auto verifier = with_cache(Alg::HS256, cache);
  Workspace workspace;
  for (int i = 0; i < 1000; ++i) {
    const auto token = token_of(Alg::HS256, R"({"exp":1800001800,"n":)" + std::to_string(i) + "}");
    ASSERT_TRUE(verifier.verify(token, kNow, workspace));
    ASSERT_TRUE(verifier.verify(token, kNow, workspace));
  }
  EXPECT_LE(cache->size(), cache->capacity());
  EXPECT_GT(cache->size(), cache->capacity() / 2);
  cache->clear();
  EXPECT_EQ(cache->size(), 0U);
  const auto longer = token_of(Alg::HS256, R"({"exp":1800001800,"f":")" + std::string(300, 'f') + "\"}");
  ASSERT_TRUE(verifier.verify(longer, kNow, workspace));
  EXPECT_EQ(cache->size(), 0U) << "too long to be kept";
}

TEST(VerifiedCache, AHitAllocatesNothing) {
  const auto cache = std::make_shared<VerifiedCache>();
  const auto verifier = with_cache(Alg::RS256, cache);
  Workspace workspace;
  const auto token = token_of(Alg::RS256, R"({"exp":1800001800,"sub":"alice"})");
  ASSERT_TRUE(verifier.verify(token, kNow, workspace));
  ASSERT_TRUE(verifier.verify(token, kNow, workspace));
  const auto before = allocations();
  const bool held = verifier.verify(token, kNow, workspace).has_value();
  EXPECT_EQ(allocations() - before, 0U);
  EXPECT_TRUE(held);
}

/// Threads that read, fill, push out and clear at once; a key that is found compromised meanwhile.
TEST(VerifiedCache, ManyThreadsAtOnce) {
  const auto cache = std::make_shared<VerifiedCache>(VerifiedCache::Limits{.entries = 64, .token_bytes = 1000});
  auto verifier = with_cache(Alg::HS256, cache);
  std::vector<std::string> tokens;
  for (int i = 0; i < 200; ++i) {
    tokens.push_back(token_of(Alg::HS256, R"({"exp":1800001800,"sub":")" + std::to_string(i) + "\"}"));
  }
  std::atomic<std::size_t> wrong{0};
  std::atomic<bool> compromised{false};
  const auto work = [&](unsigned seed) {
    Workspace workspace;
    for (unsigned i = 0; i < 5000; ++i) {
      const auto number = (i * 7 + seed * 31) % tokens.size();
      const bool known_before = compromised.load();
      const auto view = verifier.verify(tokens[number], kNow, workspace);
      if (view ? known_before || view->subject() != std::to_string(number)
               : view.error().reason != base::Reason::key_compromised) {
        ++wrong;
      }
      if (seed == 0 && i % 500 == 0) cache->clear();
      if (seed == 1 && i == 4000) {
        verifier.set_standing("sample", Standing::compromised);
        compromised = true;
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) threads.emplace_back(work, seed);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0U);
  EXPECT_LE(cache->size(), cache->capacity());
}

}  // namespace
}  // namespace jwtkeep::jose
