#include "jwtkeep/webhook/senders.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"
#include "jwtkeep/webhook/progress.hpp"

namespace jwtkeep::webhook {
namespace {

using namespace std::chrono_literals;
using base::Instant;

constexpr Instant kNow{std::chrono::seconds{1'800'000'000}};
constexpr auto kName = "pager";

/// Nobody listens there. As with many a webhook, the path is its secret.
constexpr auto kUrl = "http://127.0.0.1:1/services/T0/hunter2";

template <class Holds>
bool until(Holds holds) {
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

class SendersTest : public testing::Test {
 protected:
  void SetUp() override {
    auto way =
        store::Opener::passphrase(base::SecretBytes::copy_of("correct horse"), {.operations = 1, .memory_bytes = 8192});
    auto made = store::Store::create(std::make_unique<store::MemoryBackend>(), std::move(way), kNow);
    ASSERT_TRUE(made) << made.error().what;
    store_ = std::make_unique<store::Store>(*std::move(made));
    publish_key();  // a store that somebody has made has a trail; what stands there already is told to no webhook
  }

  /// One server's. Its clock stands still, so that no next try comes due.
  std::unique_ptr<Senders> started(const std::string& server) {
    SendersOptions options{.hooks = {},
                           .clock = [] { return kNow; },
                           .server = server,
                           .remark =
                               [this](const std::string& what) {
                                 const std::scoped_lock lock(mutex_);
                                 remarks_ += what + "\n";
                               }};
    options.hooks.push_back({.name = kName,
                             .url = *http::Url::parse(kUrl),
                             .keyrings = {},
                             .key = base::SecretBytes::copy_of(std::string(32, 'k')),
                             .ca_file = {}});
    auto senders = Senders::open(*store_, std::move(options));
    if (!senders) return nullptr;
    (*senders)->start();
    return *std::move(senders);
  }

  void publish_key() {
    const auto done = store_->change([](store::Change& change) {
      return change.record({.at = kNow,
                            .actor = "test",
                            .action = "key.publish",
                            .keyring = *keyring::Name::parse("orders/prod"),
                            .detail = {}});
    });
    ASSERT_TRUE(done) << done.error().what;
  }

  std::vector<store::TrailEntry> entries(std::string_view action) {
    auto all = store_->trail(0, 100);
    if (!all) return {};
    std::erase_if(*all, [&](const store::TrailEntry& entry) { return entry.event.action != action; });
    return *std::move(all);
  }

  std::unique_ptr<store::Store> store_;
  std::mutex mutex_;
  std::string remarks_;
};

TEST_F(SendersTest, OfAServerThatHasJustStartedDoNotWaitForTheNextTry) {
  auto first = started("one");
  ASSERT_NE(first, nullptr);
  ASSERT_TRUE(until([&] { return !entries("webhook.begin").empty(); }));
  publish_key();
  first->wake();
  ASSERT_TRUE(until([&] { return entries("webhook.fail").size() == 1; }));
  const auto progress = read_progress(*store_, kName);
  ASSERT_TRUE(progress && *progress);
  EXPECT_EQ((*progress)->next_try, kNow + 1s);
  EXPECT_EQ((*progress)->lease, std::nullopt);
  EXPECT_EQ(first->counts().front().failed, 1U);
  first.reset();
  const auto second = started("two");
  ASSERT_NE(second, nullptr);
  EXPECT_TRUE(until([&] { return entries("webhook.fail").size() == 2; }));
}

TEST_F(SendersTest, TellNobodyTheSecretInAUrl) {
  auto senders = started("one");
  ASSERT_NE(senders, nullptr);
  ASSERT_TRUE(until([&] { return !entries("webhook.begin").empty(); }));
  publish_key();
  senders->wake();
  ASSERT_TRUE(until([&] { return !entries("webhook.fail").empty(); }));
  senders.reset();
  const auto told = base::write_json(entries("webhook.fail").front().event.detail) + remarks_;
  EXPECT_EQ(told.find("hunter2"), std::string::npos) << told;
  EXPECT_NE(told.find("http://127.0.0.1:1 does not answer: io_failed"), std::string::npos) << told;
}

}  // namespace
}  // namespace jwtkeep::webhook
