// Whatever happens to a keyring, what was saved is what is loaded.
#include <gtest/gtest.h>
// after GoogleTest, which it needs
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Result;

/// A keyring in a store, and beside it what the store should hold.
class Twin {
 public:
  explicit Twin(std::shared_ptr<MemoryRows> rows)
      : rows_(std::move(rows)),
        store_(*Store::create(std::make_unique<MemoryBackend>(rows_), opener(), kNow)),
        ring_(make_keyring(store_)) {
    learn();
  }

  /// The next step of the plan, at its own time.
  void step(std::uint8_t which) {
    const auto confirmed = confirmations(destinations_, now_);
    const auto steps = keyring::plan(ring_, ring_.policy, confirmed, now_);
    if (steps.empty()) return;
    const auto& next = steps[which % steps.size()];
    now_ = std::max({now_, next.safe_at, next.wanted_at});
    std::vector<keyring::KeyWithMaterial> fresh;
    if (next.kind == keyring::Step::Kind::publish) {
      fresh.push_back(*keyring::make_key(ring_.policy, store_.fingerprint_key()));
    }
    const auto after = keyring::apply(ring_, next, now_, fresh.empty() ? nullptr : &fresh.front().key);
    RC_ASSERT(after.has_value());
    save(*after, std::move(fresh));
  }

  void compromise(std::uint8_t which) {
    const auto after = keyring::compromise(ring_, ring_.keys[which % ring_.keys.size()].kid, now_);
    if (after) save(*after, {});
  }

  void sync(std::uint8_t which) {
    const auto id = "dotenv:/" + std::to_string(which % 3);
    Destination destination{.id = id,
                            .kind = "dotenv",
                            .details = base::Json::object({{"path", "/\u00e9\"\n" + std::to_string(which)}}),
                            .lease_until = {},
                            .confirmed = {{.revision = ring_.revision, .at = now_}}};
    if (which % 2 == 0) destination.lease_until = now_ + std::chrono::seconds{which};
    const auto done = store_.change([&](Change& change) { return change.save_destination(ring_.name, destination); });
    RC_ASSERT(done.has_value());
    std::erase_if(destinations_, [&](const Destination& old) { return old.id == id; });
    destinations_.push_back(std::move(destination));
    std::ranges::sort(destinations_, {}, &Destination::id);
  }

  void check_equal() {
    auto again = Store::open(std::make_unique<MemoryBackend>(rows_), opener());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again->keyring(ring_.name) == ring_);
    auto loaded = *again->destinations(ring_.name);
    std::ranges::sort(loaded, {}, &Destination::id);
    RC_ASSERT(loaded == destinations_);
    for (const auto& key : ring_.keys) {
      const auto material = again->material(ring_, key);
      RC_ASSERT(material.has_value() == !key.destroyed_at.has_value());
      if (material) RC_ASSERT(*material == secrets_.at(key.kid));
    }
    RC_ASSERT(again->verify_trail().has_value());
    // It is found as soon as the plan has something to do, and not forgotten.
    const auto due = keyring::next_due(keyring::plan(ring_, ring_.policy, confirmations(destinations_, now_), now_));
    RC_ASSERT(due.has_value() == !again->due(base::Instant::max() - std::chrono::seconds{1}, 10)->empty());
    if (due) RC_ASSERT(again->due(*due, 10)->size() == 1U);
  }

 private:
  void save(const keyring::Keyring& next, std::vector<keyring::KeyWithMaterial> fresh) {
    const auto done = store_.change([&](Change& change) -> Result<void> {
      JWTKEEP_CHECK(change.record(event("x")));
      return change.save(next, std::move(fresh));
    });
    if (!done) RC_FAIL(done.error().what);
    ring_ = next;
    learn();
  }
  void learn() {
    for (const auto& key : ring_.keys) {
      if (!secrets_.contains(key.kid)) secrets_.emplace(key.kid, *store_.material(ring_, key));
    }
  }

  std::shared_ptr<MemoryRows> rows_;
  Store store_;
  keyring::Keyring ring_;
  std::vector<Destination> destinations_;
  std::map<std::string, base::SecretBytes> secrets_;
  base::Instant now_ = kNow;
};

RC_GTEST_PROP(StoreRoundTrip, WhatIsSavedIsLoaded, (const std::vector<std::uint8_t>& choices)) {
  Twin twin(MemoryBackend().rows());
  twin.check_equal();
  for (const auto choice : choices) {
    const auto which = static_cast<std::uint8_t>(choice / 8);
    switch (choice % 8) {
      case 0: twin.compromise(which); break;
      case 1:
      case 2: twin.sync(which); break;
      default: twin.step(which); break;
    }
    twin.check_equal();
  }
}

}  // namespace
}  // namespace jwtkeep::store
