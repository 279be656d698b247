#include "jwtkeep/server/rings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/rotate/rotate.hpp"
#include "jwtkeep/server/follower.hpp"
#include "tests/unit/now.hpp"
#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::server {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Reason;
using keyring::Name;

/// Passes everything on to a backend until it is told that there is none.
class Reachable : public store::Backend {
 public:
  explicit Reachable(std::shared_ptr<std::atomic<bool>> reached) : reached_(std::move(reached)) {}

  base::Result<void> read(const std::function<base::Result<void>(store::Transaction&)>& work) override {
    JWTKEEP_CHECK(ask());
    return rows_.read(work);
  }
  base::Result<void> write(const std::function<base::Result<void>(store::Transaction&)>& work) override {
    JWTKEEP_CHECK(ask());
    return rows_.write(work);
  }
  base::Result<std::uint64_t> generation() override {
    JWTKEEP_CHECK(ask());
    return rows_.generation();
  }
  base::Result<void> check_container() override { return rows_.check_container(); }
  [[nodiscard]] std::string place() const override { return rows_.place(); }

 private:
  base::Result<void> ask() {
    if (*reached_) return {};
    return base::fail(Reason::io_failed, "the server has gone away");
  }

  std::shared_ptr<std::atomic<bool>> reached_;
  store::MemoryBackend rows_;
};

class RingsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = rotate::memory_store(kNow, std::make_unique<Reachable>(reached_));
    ASSERT_TRUE(made) << made.error().what;
    store_ = *std::move(made);
  }

  void add(std::string_view text, const keyring::Policy& policy = {}) {
    const auto saved = rotate::add_keyring(*store_, *Name::parse(text), policy, kNow);
    ASSERT_TRUE(saved) << saved.error().what;
  }

  void rotate(std::string_view text, Instant now) {
    const auto done = rotate::rotate(*store_, {.name = *Name::parse(text), .actor = "t", .by_hand = true}, now);
    ASSERT_TRUE(done) << done.error().what;
  }

  std::shared_ptr<const ServedRing> must_find(std::string_view text) {
    auto found = rings().find(text);
    EXPECT_TRUE(found) << found.error().what;
    return found ? *found : nullptr;
  }

  Rings& rings() {
    if (!rings_) {
      rings_.emplace(*store_);
      const auto loaded = rings_->load();
      EXPECT_TRUE(loaded) << loaded.error().what;
    }
    return *rings_;
  }

  static std::string signed_by(const ServedRing& ring, Instant now) {
    const auto signer = ring.work().signer();
    EXPECT_TRUE(signer) << signer.error().what;
    const auto issued = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::string token;
    const auto done =
        (*signer)->sign(base::Json::object({{"sub", "alice"}, {"iat", issued}, {"exp", issued + 600}}), token);
    EXPECT_TRUE(done) << done.error().what;
    return token;
  }

  std::shared_ptr<std::atomic<bool>> reached_ = std::make_shared<std::atomic<bool>>(true);
  std::unique_ptr<store::Store> store_;
  std::optional<Rings> rings_;
  jose::Workspace workspace_;
};

TEST_F(RingsTest, AnswersForEveryKeyringOfTheStore) {
  add("orders/prod");
  add("orders/test");
  EXPECT_EQ(rings().size(), 2U);
  EXPECT_EQ(rings().names("orders/", "orders/prod", 10), std::vector<std::string>{"orders/test"});
  const auto ring = must_find("orders/prod");
  const auto token = signed_by(*ring, kNow);
  EXPECT_TRUE(ring->work().verify(token, kNow, workspace_));
  EXPECT_FALSE(ring->public_keys()) << "a symmetric keyring has nothing that may be published";
  EXPECT_EQ(must_find("orders/test")->work().verify(token, kNow, workspace_).error().reason, Reason::key_unknown);
  const auto missing = rings().find("orders/nowhere");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason, Reason::not_found);
}

TEST_F(RingsTest, PublishesAllKeysThatVerifyAndNoSecret) {
  keyring::Policy policy;
  policy.alg = jose::Alg::ES256;
  add("orders/prod", policy);
  rotate("orders/prod", kNow);
  const auto ring = must_find("orders/prod");
  ASSERT_TRUE(ring->public_keys());
  const auto set = jose::parse_jwks(*ring->public_keys()->text);
  ASSERT_TRUE(set) << set.error().what;
  EXPECT_EQ(set->keys.size(), 2U) << "the one that signs and the one that is published ahead";
  EXPECT_TRUE(std::ranges::all_of(set->keys, [](const auto& key) { return key.is_public(); }));
  EXPECT_EQ(ring->public_keys()->etag.size(), 24U);
}

TEST_F(RingsTest, CatchesUpWithWhatOthersChangeAndTellsOfItOnce) {
  keyring::Policy policy;
  policy.alg = jose::Alg::EdDSA;
  add("orders/prod", policy);
  const auto before = must_find("orders/prod");
  rotate("orders/prod", kNow);
  add("billing/prod");
  std::vector<std::string> told;
  const auto tell = [&](const store::TrailEntry& entry) { told.push_back(entry.event.action); };
  ASSERT_TRUE(rings().catch_up(tell));
  const auto after = must_find("orders/prod");
  EXPECT_GT(after->ring().revision, before->ring().revision);
  EXPECT_NE(after->public_keys()->etag, before->public_keys()->etag);
  EXPECT_TRUE(after->work().verify(signed_by(*before, kNow), kNow, workspace_));
  EXPECT_TRUE(rings().find("billing/prod"));
  EXPECT_EQ(told, (std::vector<std::string>{"rotate.begin", "key.publish", "rotate.done", "keyring.create"}));
  told.clear();
  ASSERT_TRUE(rings().catch_up(tell));
  EXPECT_TRUE(told.empty());
}

TEST_F(RingsTest, SaysWhatBecameOfAKeyThatVerifiesNoMore) {
  add("orders/prod");
  rotate("orders/prod", kNow);
  const auto stolen = must_find("orders/prod");
  const auto token = signed_by(*stolen, kNow);
  const auto done = rotate::rotate(
      *store_, {.name = *Name::parse("orders/prod"), .actor = "t", .compromised = stolen->ring().active()->kid}, kNow);
  ASSERT_TRUE(done) << done.error().what;
  ASSERT_TRUE(rings().catch_up());
  const auto verdict = must_find("orders/prod")->work().verify(token, kNow, workspace_);
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().reason, Reason::key_compromised);
  EXPECT_EQ(must_find("orders/prod")->work().verify("e30.e30.e30", kNow, workspace_).error().reason, Reason::malformed);
}

TEST_F(RingsTest, TriesEachKeyOnATokenWithoutAKid) {
  add("orders/prod");
  rotate("orders/prod", kNow);
  const auto name = *Name::parse("orders/prod");
  const auto ring = *store_->keyring(name);
  for (const auto* key : keyring::verifying_keys(ring)) {
    const auto material = store_->material(ring, *key);
    ASSERT_TRUE(material);
    const auto nameless = jose::SigningKey::make("", key->alg, material->clone());
    ASSERT_TRUE(nameless) << nameless.error().what;
    const auto issued = std::chrono::floor<std::chrono::seconds>(kNow).time_since_epoch().count();
    const auto token = jose::sign_jwt(*nameless, base::Json::object({{"iat", issued}, {"exp", issued + 600}}));
    ASSERT_TRUE(token);
    const auto verdict = must_find("orders/prod")->work().verify(*token, kNow, workspace_);
    EXPECT_TRUE(verdict) << key->kid << ": " << verdict.error().what;
  }
}

TEST_F(RingsTest, GoesOnAnsweringWhenTheStoreIsOutOfReach) {
  keyring::Policy policy;
  policy.alg = jose::Alg::EdDSA;
  add("orders/prod", policy);
  const auto token = signed_by(*must_find("orders/prod"), kNow);
  *reached_ = false;
  EXPECT_EQ(rings().catch_up().error().reason, Reason::io_failed);
  const auto ring = must_find("orders/prod");
  EXPECT_TRUE(ring->work().verify(token, kNow, workspace_));
  EXPECT_TRUE(ring->work().signer());
  EXPECT_TRUE(ring->public_keys());
}

TEST_F(RingsTest, TheFollowerHearsOfChangesAndOutlastsAStoreThatIsAway) {
  add("orders/prod");
  ASSERT_EQ(rings().size(), 1U);
  const auto until = [](const auto& holds) {
    for (int tries = 0; tries < 2000 && !holds(); ++tries) std::this_thread::sleep_for(5ms);
    return holds();
  };
  std::atomic<int> told = 0;
  const Follower follower(*store_, rings(), [&](const store::TrailEntry&) { ++told; });
  add("billing/prod");
  EXPECT_TRUE(until([&] { return rings().find("billing/prod").has_value(); }));
  *reached_ = false;
  EXPECT_TRUE(until([&] { return follower.trouble().has_value(); }));
  EXPECT_TRUE(rings().find("billing/prod"));
  *reached_ = true;
  EXPECT_TRUE(until([&] { return !follower.trouble(); }));
  add("mail/prod");
  EXPECT_TRUE(until([&] { return rings().find("mail/prod").has_value(); }));
  EXPECT_EQ(told, 2);
}

}  // namespace
}  // namespace jwtkeep::server
