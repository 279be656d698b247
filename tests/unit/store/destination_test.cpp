#include "jwtkeep/store/destination.hpp"

#include <gtest/gtest.h>
// after GoogleTest, which it needs
#include <rapidcheck/gtest.h>

#include "jwtkeep/keyring/emergency_clock.hpp"
#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using keyring::Step;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A keyring whose standby key is pending since `kNow`, at revision 2.
keyring::Keyring with_pending() {
  const auto key = base::SecretBytes::copy_of(std::string_view("0123456789abcdef0123456789abcdef"));
  keyring::Policy policy;
  auto ring = keyring::begin(name(), policy, keyring::make_key(policy, key)->key, kNow);
  const auto fresh = keyring::make_key(policy, key);
  return *keyring::apply(ring, Step{.kind = Step::Kind::publish}, kNow, &fresh->key);
}

Destination process(std::optional<base::Instant> lease, std::vector<keyring::Confirmation> confirmed = {}) {
  return {.id = "process:1", .kind = "process", .details = {}, .lease_until = lease, .confirmed = std::move(confirmed)};
}

Step activation(const keyring::Keyring& ring, const Destination& destination, base::Instant now) {
  for (const auto& step : keyring::plan(ring, ring.policy, confirmations({destination}, now), now)) {
    if (step.kind == Step::Kind::activate) return step;
  }
  ADD_FAILURE() << "no key is pending";
  return {};
}

TEST(Lease, WhileItLastsItsConfirmationIsWaitedFor) {
  const auto ring = with_pending();
  const auto lease = kNow + hours{2};
  const auto step = activation(ring, process(lease, {{.revision = 1, .at = kNow}}), lease - seconds{1});
  EXPECT_EQ(step.waiting_for, std::vector<std::string>{"process:1"}) << "revision 1 does not hold the pending key";
  EXPECT_FALSE(step.safe(lease - seconds{1}));
}

TEST(Lease, OnceItHasPassedItCountsAsConfirmedFromThatMoment) {
  const auto ring = with_pending();
  const auto lease = kNow + hours{2};
  const auto step = activation(ring, process(lease), lease);
  EXPECT_TRUE(step.waiting_for.empty());
  // Its readers may have held the old view until the very end of the lease.
  EXPECT_EQ(step.safe_at, lease + keyring::publish_to_active(ring.policy));
}

TEST(Lease, APassedOneDoesNotPutOffWhatWasConfirmedBefore) {
  const auto ring = with_pending();
  const auto confirmed = kNow + minutes{3};
  const auto step = activation(ring, process(kNow + hours{2}, {{.revision = 2, .at = confirmed}}), kNow + hours{3});
  EXPECT_EQ(step.safe_at, confirmed + keyring::publish_to_active(ring.policy));
}

TEST(Lease, ForgottenOnlyWhenNoStepCanDependOnItsEnd) {
  const auto ring = with_pending();
  const auto lease = kNow + hours{2};
  const auto longest = std::max(keyring::publish_to_active(ring.policy), keyring::active_to_retired(ring.policy));
  EXPECT_FALSE(is_forgotten(process({}), ring, kNow + hours{100000})) << "without a lease it lasts until it is removed";
  EXPECT_FALSE(is_forgotten(process(lease), ring, lease));
  EXPECT_FALSE(is_forgotten(process(lease), ring, lease + longest));
  const auto later = lease + longest + seconds{1};
  ASSERT_TRUE(is_forgotten(process(lease), ring, later));
  EXPECT_TRUE(activation(ring, process(lease), later).safe(later)) << "it held nothing up any more";
}

TEST(Lease, DueIsNeverLaterThanTheTruth) {
  const auto ring = with_pending();
  const auto waits = process(kNow + hours{2});
  const auto alone = earliest_due(ring, {});
  ASSERT_TRUE(alone);
  EXPECT_EQ(earliest_due(ring, {waits}), alone) << "its lease may end at any time";
  EXPECT_LE(*earliest_due(ring, {process({})}), kNow + ring.policy.rotate_every);
}

RC_GTEST_PROP(Confirmations, ForgettingOldOnesChangesNoPlan,
              (const std::vector<std::pair<std::uint8_t, std::uint16_t>>& given, std::uint16_t later)) {
  auto ring = with_pending();
  const auto now = kNow + seconds{later};
  ring = *keyring::apply(ring, Step{.kind = Step::Kind::activate, .kid = ring.pending()->kid}, kNow + minutes{30});
  auto destination = process({});
  for (const auto& [revision, at] : given) {
    destination.confirmed.push_back({.revision = revision % 6U, .at = kNow + seconds{at}});
  }
  auto forgetful = destination;
  forget_old_confirmations(forgetful, ring);
  const auto before = keyring::plan(ring, ring.policy, confirmations({destination}, now), now);
  const auto after = keyring::plan(ring, ring.policy, confirmations({forgetful}, now), now);
  RC_ASSERT(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    RC_ASSERT(before[i].safe_at == after[i].safe_at);
    RC_ASSERT(before[i].waiting_for == after[i].waiting_for);
  }
  // The key that retires was superseded by revision 3: nothing before it can matter.
  for (const auto& held : forgetful.confirmed) RC_ASSERT(held.revision >= 3U);
}

RC_GTEST_PROP(Confirmations, ForgettingOldOnesChangesNoEmergencyClock,
              (const std::vector<std::pair<std::uint8_t, std::uint16_t>>& given)) {
  auto ring = with_pending();
  ring = *keyring::compromise(ring, ring.keys.front().kid, kNow + minutes{1});  // revision 3
  ring = *keyring::apply(ring, Step{.kind = Step::Kind::activate, .kid = ring.pending()->kid}, kNow + minutes{30});
  auto destination = process({});
  for (const auto& [revision, at] : given) {
    destination.confirmed.push_back({.revision = revision % 6U, .at = kNow + seconds{at}});
  }
  auto forgetful = destination;
  forget_old_confirmations(forgetful, ring);
  const auto before = keyring::emergency_clock(ring, confirmations({destination}, kNow), kNow);
  const auto after = keyring::emergency_clock(ring, confirmations({forgetful}, kNow), kNow);
  RC_ASSERT(before.size() == 1U && after.size() == 1U);
  RC_ASSERT(before[0].gone_at == after[0].gone_at);
  RC_ASSERT(before[0].destinations[0].removed_at == after[0].destinations[0].removed_at);
}

TEST(Confirmations, ADestinationStaysSmallWhileACompromisedKeyIsKept) {
  auto ring = with_pending();
  ring = *keyring::compromise(ring, ring.keys.front().kid, kNow);
  auto destination = process({});
  for (std::uint64_t revision = 3; revision < 1000; ++revision) {
    ring.revision = std::max(ring.revision, revision);
    destination.confirmed.push_back({.revision = revision, .at = kNow + seconds{revision}});
    forget_old_confirmations(destination, ring);
    ASSERT_EQ(destination.confirmed.back().revision, revision) << "what it holds now is known";
  }
  EXPECT_LT(destination.confirmed.size(), 5U);
}

}  // namespace
}  // namespace jwtkeep::store
