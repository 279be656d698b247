// RemoteJwks against a real HTTPS server, from several threads. Time is what the tests say; the network is real.
#include "jwtkeep/remote/remote_jwks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "issuer.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::remote {
namespace {

using base::Instant;
using base::Reason;
using base::Seconds;
using jose::Alg;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

http::HttpsServer& server() { return http::HttpsServer::get(); }

/// Each test has a path of its own.
class RemoteJwksTest : public testing::Test {
 protected:
  std::string path_ = std::string("/") + testing::UnitTest::GetInstance()->current_test_info()->name();
  Instant now_ = kNow;

  [[nodiscard]] RemoteJwksOptions options() const {
    RemoteJwksOptions options{.url = server().url(path_)};
    options.client = {.ca_file = server().ca_file(), .allow_private_addresses = true};
    return options;
  }
  [[nodiscard]] RemoteJwks open() const { return RemoteJwks::open(options()).value(); }

  void serve(const std::vector<base::Json>& keys, const std::string& more = {}) const {
    server().tell(path_, "\"body\": " + base::quote_json(set_of(keys)) + (more.empty() ? "" : ", ") + more);
  }
  void serve_failure(int status = 500) const { server().tell(path_, "\"status\": " + std::to_string(status)); }
  [[nodiscard]] std::size_t count() const { return server().count(path_); }

  /// A token's verdict: `taken`, or the reason's word.
  std::string verdict(RemoteJwks& keys, const jose::SigningKey& signer) const {
    const auto verified = jose::verify(token(signer), keys.lookup(now_), policy(), kNow);
    return verified ? "taken" : std::string(base::word(verified.error().reason));
  }
  /// Until the fetch under way has ended: the server's answer is on its way, and nothing else tells of it.
  static void settle(const RemoteJwks& keys, std::uint64_t ended) {
    const auto limit = steady_clock::now() + milliseconds{10000};
    while (steady_clock::now() < limit) {
      const auto status = keys.status();
      if (status.fetches == ended && (status.failures > 0 || status.keys != nullptr)) return;
      std::this_thread::sleep_for(milliseconds{2});
    }
    FAIL() << "no fetch has ended";
  }
};

const std::string kMaxAge600 = R"("headers": [["Cache-Control", "public, max-age=600"]])";

TEST_F(RemoteJwksTest, VerifiesWithFetchedKeys) {
  const auto a = new_key("a");
  const auto b = new_key("b", Alg::ES256);
  serve({jwk(a), jwk(b)});
  auto keys = open();
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(verdict(keys, b), "taken");
  EXPECT_EQ(verdict(keys, new_key("a")), "bad_signature");
  EXPECT_EQ(verdict(keys, new_key("c")), "key_unknown");
  EXPECT_EQ(count(), 1U);
}

TEST_F(RemoteJwksTest, TakesATokenWithoutKidWhereOneKeyFits) {
  const auto a = new_key("a");
  serve({jwk(a), jwk(new_key("b", Alg::ES256))});
  auto keys = open();
  const auto nameless = jose::SigningKey::make("", Alg::EdDSA, *a.private_key()).value();
  EXPECT_EQ(verdict(keys, nameless), "taken");
}

TEST_F(RemoteJwksTest, FetchesNothingForAnAlgorithmThatIsNone) {
  serve({});
  auto keys = open();
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS257","kid":"a"})"}) {
    const auto unsigned_token = base::base64url_encode(base::as_bytes(std::string_view(header))) + ".e30.AA";
    const auto parsed = jose::UnverifiedToken::parse(unsigned_token);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(keys.lookup(now_)(*parsed).error().reason, Reason::alg_not_allowed);
  }
  EXPECT_EQ(count(), 0U);
}

TEST_F(RemoteJwksTest, HonoursCacheControl) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(keys.status().fresh_until, kNow + Seconds{600});
  now_ += Seconds{599};
  EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(count(), 1U);
  now_ += Seconds{100};
  EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(count(), 2U);
}

TEST_F(RemoteJwksTest, AsksWithTheTagItWasGiven) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600 + R"(, "etag": "\"v1\"")");
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  now_ += Seconds{700};
  EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(keys.status().failures, 0);
  EXPECT_EQ(keys.status().fresh_until, now_ + Seconds{600});
  const auto seen = server().requests(path_);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(base::write_json(seen[0]).find("if-none-match"), std::string::npos);
  EXPECT_NE(base::write_json(seen[1]).find(R"(["if-none-match","\"v1\""])"), std::string::npos);
}

TEST_F(RemoteJwksTest, PicksUpARotatedSetAndDropsTheKeyThatIsGone) {
  const auto old = new_key("old");
  const auto next = new_key("next");
  serve({jwk(old)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, old), "taken");
  serve({jwk(next)}, kMaxAge600);
  // Within the cooldown nobody asks again.
  now_ += Seconds{29};
  EXPECT_EQ(verdict(keys, next), "key_unknown");
  EXPECT_EQ(verdict(keys, old), "taken");
  now_ += Seconds{1};
  EXPECT_EQ(verdict(keys, next), "taken");
  EXPECT_EQ(verdict(keys, old), "key_unknown");
  EXPECT_EQ(count(), 2U);
}

TEST_F(RemoteJwksTest, FetchesOnceACooldownInAFloodOfUnknownKids) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  const auto flood = [&] {
    std::atomic<int> unknown{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 125; ++i) {
          const auto kid = "made-up-" + std::to_string(t) + "-" + std::to_string(i);
          const auto key = keys.find(kid, Alg::EdDSA, now_);
          if (!key && key.error().reason == Reason::key_unknown) ++unknown;
        }
      });
    }
    threads.clear();
    return unknown.load();
  };
  EXPECT_EQ(flood(), 1000);
  EXPECT_EQ(count(), 1U) << "within the cooldown";
  for (std::size_t i = 2; i < 5; ++i) {
    now_ += Seconds{30};
    EXPECT_EQ(flood(), 1000);
    EXPECT_EQ(count(), i);
  }
}

TEST_F(RemoteJwksTest, HoldsNoMoreThreadsThanItIsToldForUnknownKids) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto options = this->options();
  options.most_waiting = 2;
  auto keys = RemoteJwks::open(options).value();
  EXPECT_EQ(verdict(keys, a), "taken");
  serve({jwk(a)}, R"("hold": true)");
  now_ += Seconds{60};
  std::atomic<int> busy{0};
  std::atomic<int> unknown{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i) {
      threads.emplace_back([&, i] {
        const auto key = keys.find("made-up-" + std::to_string(i), Alg::EdDSA, now_);
        if (key.error().reason == Reason::busy) ++busy;
        if (key.error().reason == Reason::key_unknown) ++unknown;
      });
    }
    while (busy < 8) std::this_thread::sleep_for(milliseconds{1});
    // Known keys are served all the while.
    EXPECT_EQ(verdict(keys, a), "taken");
    server().release();
  }
  EXPECT_EQ(busy, 8);
  EXPECT_EQ(unknown, 2);
}

TEST_F(RemoteJwksTest, FetchesOnceForConcurrentLookups) {
  const auto a = new_key("a");
  serve({jwk(a)}, R"("wait": 0.3)");
  auto keys = open();
  std::atomic<int> taken{0};
  {
    std::latch together(16);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        if (verdict(keys, a) == "taken") ++taken;
      });
    }
  }
  EXPECT_EQ(taken, 16);
  EXPECT_EQ(count(), 1U);
}

TEST_F(RemoteJwksTest, ServesTheSetAtHandWhileItIsAskedForAgain) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  serve({jwk(a)}, R"("hold": true)");
  now_ += Seconds{601};
  // Were it waited for, this would take until the time limit, and the set would be stale.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(verdict(keys, a), "taken");
  EXPECT_EQ(keys.status().fetches, 2U);
  EXPECT_EQ(keys.status().failures, 0);
  server().release();
}

TEST_F(RemoteJwksTest, ServesTheStaleSetWhileTheServerFails) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  const std::vector<std::string> failures{R"("status": 500)",
                                          R"("status": 404)",
                                          R"("body": "<html>")",
                                          R"("fill": 600000)",
                                          R"("raw": "x")",
                                          R"("hang_up": true)",
                                          R"("body": "{\"keys\":[", "claim": 100)",
                                          R"("body": "{\"keys\":[]}", "headers": [["Content-Type", "text/html"]])",
                                          R"("status": 302, "headers": [["Location", "https://localhost:1/"]])"};
  now_ += Seconds{600};
  int failed = 0;
  for (const auto& told : failures) {
    server().tell(path_, told);
    now_ += Seconds{700};
    EXPECT_EQ(verdict(keys, a), "taken") << told;
    ++failed;
    settle(keys, 1U + static_cast<unsigned>(failed));
    EXPECT_EQ(keys.status().failures, failed) << told;
    EXPECT_TRUE(keys.status().last_failure) << told;
  }
  // Not for ever.
  now_ = kNow + Seconds{600 + 86400};
  EXPECT_EQ(verdict(keys, a), "io_failed");
  const auto b = new_key("b");
  serve({jwk(b)});
  now_ += Seconds{31};
  EXPECT_EQ(verdict(keys, b), "taken");
  EXPECT_EQ(keys.status().failures, 0);
}

TEST_F(RemoteJwksTest, BoundsAFetchInTime) {
  serve({}, R"("drip": 1)");
  auto options = this->options();
  options.limits.total = milliseconds{700};
  auto keys = RemoteJwks::open(options).value();
  const auto from = steady_clock::now();
  const auto key = keys.find("a", Alg::EdDSA, now_);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::io_failed);
  EXPECT_LT(steady_clock::now() - from, milliseconds{4000});
}

TEST_F(RemoteJwksTest, ForgetsTheKeysOfASetThatShowsPrivateOnes) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto keys = open();
  EXPECT_EQ(verdict(keys, a), "taken");
  server().tell(path_, R"("body": "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\"}]}")");
  now_ += Seconds{700};
  EXPECT_EQ(verdict(keys, a), "key_compromised");
  EXPECT_EQ(verdict(keys, a), "key_compromised");
  serve({jwk(a)});
  now_ += Seconds{1};
  EXPECT_EQ(verdict(keys, a), "taken");
}

TEST_F(RemoteJwksTest, LoadsAtTheStartAndSaysWhatIsWrong) {
  serve_failure(404);
  auto keys = open();
  const auto loaded = keys.load(now_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason, Reason::io_failed);
  EXPECT_NE(loaded.error().what.find("404"), std::string::npos) << loaded.error().what;
  // Asked at once again it says the same, and does not ask the server.
  EXPECT_NE(keys.load(now_).error().what.find("404"), std::string::npos);
  EXPECT_EQ(count(), 1U);
  serve({jwk(new_key("a"))});
  now_ += Seconds{1};
  EXPECT_TRUE(keys.load(now_));
  EXPECT_TRUE(keys.load(now_));
  EXPECT_EQ(count(), 2U);
  EXPECT_EQ(keys.status().keys->size(), 1U);
}

TEST_F(RemoteJwksTest, GoesNowhereItMayNotGo) {
  serve({jwk(new_key("a"))});
  auto options = this->options();
  options.client.allow_private_addresses = false;
  EXPECT_EQ(RemoteJwks::open(options)->load(now_).error().reason, Reason::unsafe_place);
  for (const char* listener : {"wrong_host", "expired", "stranger", "old_tls"}) {
    options = this->options();
    options.url = server().url(path_, listener);
    EXPECT_EQ(RemoteJwks::open(options)->load(now_).error().reason, Reason::io_failed) << listener;
  }
  EXPECT_EQ(count(), 0U);
  server().tell(path_, R"("status": 302, "headers": [["Location", ")" + server().url("/elsewhere", "other") + R"("]])");
  EXPECT_EQ(open().load(now_).error().reason, Reason::io_failed);
  EXPECT_EQ(server().count("/elsewhere"), 0U);
}

TEST_F(RemoteJwksTest, RefusesOptionsThatMakeNoSense) {
  const auto reason = [&](auto change) {
    auto options = this->options();
    change(options);
    const auto keys = RemoteJwks::open(options);
    return keys ? "none" : std::string(base::word(keys.error().reason));
  };
  EXPECT_EQ(reason([](auto& options) { options.url = "keys.example"; }), "bad_value");
  EXPECT_EQ(reason([](auto& options) { options.url = "http://keys.example/"; }), "bad_value");
  EXPECT_EQ(reason([](auto& options) { options.times.cooldown = Seconds{0}; }), "bad_value");
  EXPECT_EQ(reason([](auto& options) { options.limits.total = milliseconds{0}; }), "bad_value");
  EXPECT_EQ(reason([](auto& options) { options.limits.body_bytes = std::size_t{2} << 20; }), "bad_value");
  EXPECT_EQ(reason([](auto& options) { options.client.ca_file = "/nonexistent"; }), "not_found");
  EXPECT_EQ(reason([](auto&) {}), "none");
}

TEST_F(RemoteJwksTest, GivesUpItsFetchWhenItGoes) {
  const auto a = new_key("a");
  serve({jwk(a)}, kMaxAge600);
  auto options = this->options();
  options.limits.total = milliseconds{60000};
  auto keys = std::make_unique<RemoteJwks>(RemoteJwks::open(options).value());
  EXPECT_EQ(verdict(*keys, a), "taken");
  serve({jwk(a)}, R"("hold": true)");
  now_ += Seconds{610};
  EXPECT_EQ(verdict(*keys, a), "taken");  // and a fetch begins
  while (count() == 1) std::this_thread::sleep_for(milliseconds{2});
  const auto from = steady_clock::now();
  keys.reset();
  EXPECT_LT(steady_clock::now() - from, milliseconds{10000});
  server().release();
}

TEST_F(RemoteJwksTest, MayBeMovedWhileALookupIsAtHand) {
  const auto a = new_key("a");
  serve({jwk(a)});
  auto keys = open();
  const auto lookup = keys.lookup(now_);
  const auto moved = std::move(keys);
  EXPECT_TRUE(jose::verify(token(a), lookup, policy(), kNow));
}

}  // namespace
}  // namespace jwtkeep::remote
