// The decisions of JwksCache: its table line by line, then what must hold whatever happens.
#include "jwtkeep/remote/jwks_cache.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "issuer.hpp"

namespace jwtkeep::remote {
namespace {

using base::Instant;
using base::Reason;
using base::Seconds;

constexpr auto kKnown = Asked::known_key;
constexpr auto kUnknown = Asked::unknown_key;

std::shared_ptr<const KeySet> new_set() { return std::make_shared<const KeySet>(*KeySet::parse(R"({"keys":[]})", 1)); }

base::Error down() { return {Reason::io_failed, "down", ""}; }

/// A cache and a clock that stands until it is moved.
struct Rig {
  JwksTimes times;
  JwksCache cache{times};
  Instant now = kNow;

  explicit Rig(JwksTimes given = {}) : times(given), cache(given) {}
  Rig& after(std::int64_t seconds) {
    now += Seconds{seconds};
    return *this;
  }
  void succeed(std::optional<Seconds> lifetime = {}, std::string etag = {}) {
    cache.begin(now);
    cache.succeed({new_set(), lifetime, std::move(etag)});
  }
  void fail(base::Error why = down()) {
    cache.begin(now);
    cache.fail(std::move(why));
  }
  /// `set`, `fetch`, `wait`: what the advice holds, in this order.
  [[nodiscard]] std::string advice(Asked asked) const {
    const auto advice = cache.advise(asked, now);
    std::string text;
    if (advice.keys != nullptr) text += "set ";
    if (advice.fetch) text += "fetch ";
    if (advice.wait) text += "wait ";
    return text.empty() ? "nothing" : text.substr(0, text.size() - 1);
  }
};

TEST(JwksCache, BeginsByFetching) {
  Rig rig;
  EXPECT_EQ(rig.advice(kKnown), "fetch wait");
  EXPECT_EQ(rig.advice(kUnknown), "fetch wait");
  rig.cache.begin(rig.now);
  EXPECT_EQ(rig.advice(kKnown), "wait") << "for the one under way";
  EXPECT_EQ(rig.advice(kUnknown), "wait");
}

TEST(JwksCache, GoesThroughItsPhases) {
  Rig rig;
  rig.succeed(Seconds{600});
  const auto at = rig.now;
  struct Row {
    std::int64_t seconds;  ///< since the fetch
    const char* known;
    const char* unknown;
  };
  for (const auto& row :
       {Row{0, "set", "set"},                          // within the cooldown
        Row{29, "set", "set"},                         //
        Row{30, "set", "set fetch wait"},              // fresh
        Row{599, "set", "set fetch wait"},             //
        Row{600, "set fetch", "set fetch wait"},       // overlap
        Row{629, "set fetch", "set fetch wait"},       //
        Row{630, "set fetch wait", "set fetch wait"},  // stale
        Row{600 + 86399, "set fetch wait", "set fetch wait"}, Row{600 + 86400, "fetch wait", "fetch wait"}}) {  // none
    rig.now = at + Seconds{row.seconds};
    EXPECT_EQ(rig.advice(kKnown), row.known) << row.seconds;
    EXPECT_EQ(rig.advice(kUnknown), row.unknown) << row.seconds;
  }
}

TEST(JwksCache, LetsNobodyWaitForAFetchThatHeDoesNotNeed) {
  Rig rig;
  rig.succeed(Seconds{600});
  rig.after(100).cache.begin(rig.now);
  EXPECT_EQ(rig.advice(kKnown), "set");
  EXPECT_EQ(rig.advice(kUnknown), "set wait");
  rig.after(510);  // overlap, and the fetch is still under way
  EXPECT_EQ(rig.advice(kKnown), "set");
  EXPECT_EQ(rig.advice(kUnknown), "set wait");
}

TEST(JwksCache, ServesTheStaleSetAtOnceWhileFetchesFail) {
  Rig rig;
  rig.succeed(Seconds{600});
  rig.after(700).fail();
  EXPECT_EQ(rig.advice(kKnown), "set");
  EXPECT_EQ(rig.after(29).advice(kKnown), "set");
  EXPECT_EQ(rig.advice(kUnknown), "set");
  EXPECT_EQ(rig.after(1).advice(kKnown), "set fetch") << "without waiting: it fails";
  EXPECT_EQ(rig.advice(kUnknown), "set fetch wait");
  // The distance doubles: 30, 60, 120, 240, 300, 300.
  for (const std::int64_t distance : {60, 120, 240, 300, 300}) {
    rig.fail();
    EXPECT_EQ(rig.after(distance - 1).advice(kKnown), "set") << distance;
    EXPECT_EQ(rig.after(1).advice(kKnown), "set fetch") << distance;
  }
  // Nobody asked for ten minutes: whether it still fails is not known.
  EXPECT_EQ(rig.after(300).advice(kKnown), "set fetch wait");
  rig.succeed();
  EXPECT_EQ(rig.after(299).advice(kKnown), "set");
  EXPECT_EQ(rig.cache.status().failures, 0);
  EXPECT_FALSE(rig.cache.status().last_failure);
}

TEST(JwksCache, ThrowsTheStaleSetAwayAtItsEnd) {
  Rig rig;
  rig.succeed(Seconds{600});
  rig.after(600 + 86400 - 1).fail();
  EXPECT_EQ(rig.advice(kKnown), "set");
  EXPECT_NE(rig.cache.usable(rig.now), nullptr);
  EXPECT_EQ(rig.after(1).advice(kKnown), "fetch wait");
  EXPECT_EQ(rig.cache.usable(rig.now), nullptr);
}

TEST(JwksCache, RetriesSoonWhileThereIsNoSet) {
  Rig rig;
  // 1, 2, 4, 8, 16 seconds, then the cooldown.
  for (const std::int64_t distance : {1, 2, 4, 8, 16, 30, 30, 30}) {
    rig.fail();
    EXPECT_EQ(rig.advice(kKnown), "nothing") << distance;
    EXPECT_EQ(rig.after(distance - 1).advice(kUnknown), "nothing") << distance;
    EXPECT_EQ(rig.after(1).advice(kUnknown), "fetch wait") << distance;
  }
}

TEST(JwksCache, ClampsTheLifetime) {
  const auto fresh_for = [](std::optional<Seconds> lifetime) {
    Rig rig;
    rig.succeed(lifetime);
    return (rig.cache.status().fresh_until - rig.cache.status().fetched_at) / Seconds{1};
  };
  EXPECT_EQ(fresh_for({}), 300);
  EXPECT_EQ(fresh_for(Seconds{0}), 30);  // no-store, no-cache
  EXPECT_EQ(fresh_for(Seconds{600}), 600);
  EXPECT_EQ(fresh_for(Seconds{2147483648}), 86400);
}

TEST(JwksCache, KeepsTheSetAndItsLifetimeAtA304) {
  Rig rig;
  rig.succeed(Seconds{600}, "\"v1\"");
  EXPECT_EQ(rig.cache.etag(), "\"v1\"");
  const auto keys = rig.cache.usable(rig.now);
  rig.after(600).cache.begin(rig.now);
  rig.cache.succeed({nullptr, {}, {}});
  EXPECT_EQ(rig.cache.usable(rig.now), keys);
  EXPECT_EQ(rig.cache.etag(), "\"v1\"");
  EXPECT_EQ(rig.cache.status().fresh_until, rig.now + Seconds{600});
  rig.after(600).cache.begin(rig.now);
  rig.cache.succeed({nullptr, Seconds{60}, {}});
  EXPECT_EQ(rig.cache.status().fresh_until, rig.now + Seconds{60});
}

TEST(JwksCache, TakesNo304WithoutASet) {
  Rig rig;
  rig.cache.begin(rig.now);
  rig.cache.succeed({nullptr, {}, {}});
  EXPECT_EQ(rig.cache.usable(rig.now), nullptr);
  EXPECT_EQ(rig.cache.status().failures, 1);
  EXPECT_FALSE(rig.cache.fetching());
}

TEST(JwksCache, ThrowsAwayASetWhosePrivateKeysWereShown) {
  Rig rig;
  rig.succeed(Seconds{600}, "\"v1\"");
  rig.after(60).fail({Reason::key_compromised, "private", ""});
  EXPECT_EQ(rig.cache.usable(rig.now), nullptr);
  EXPECT_EQ(rig.cache.etag(), "") << "or a 304 would bring nothing";
  EXPECT_EQ(rig.after(1).advice(kKnown), "fetch wait");
}

TEST(JwksCache, SurvivesAClockThatIsSet) {
  Rig rig;
  rig.succeed(Seconds{600});
  // Threads that read the clock a moment before the one that fetched.
  rig.after(-1);
  EXPECT_EQ(rig.advice(kKnown), "set");
  EXPECT_EQ(rig.advice(kUnknown), "set");
  // A year back: nothing is to be believed of the times that were noted.
  rig.after(-365 * 86400);
  EXPECT_EQ(rig.advice(kKnown), "set fetch wait");
  rig.succeed(Seconds{600});
  EXPECT_EQ(rig.after(599).advice(kKnown), "set");
  EXPECT_EQ(rig.after(1).advice(kKnown), "set fetch");
}

TEST(JwksCache, RefusesTimesThatMakeNoSense) {
  EXPECT_TRUE(check(JwksTimes{}));
  JwksTimes times;
  times.cooldown = Seconds{0};
  EXPECT_EQ(check(times).error().reason, Reason::bad_value);
  times = {};
  times.min_fresh = times.max_fresh + Seconds{1};
  EXPECT_EQ(check(times).error().reason, Reason::bad_value);
  times = {};
  times.max_stale = Seconds{-1};
  EXPECT_EQ(check(times).error().reason, Reason::bad_value);
  times.max_stale = base::kLongestDuration + Seconds{1};
  EXPECT_EQ(check(times).error().reason, Reason::bad_value);
}

TEST(JwksCache, FetchesOnceACooldownInAFloodOfUnknownKids) {
  Rig rig;
  rig.succeed(Seconds{86400});
  for (int i = 0; i < 600 * 1000; ++i) {  // a thousand a second, for ten minutes
    rig.now += std::chrono::milliseconds{1};
    if (rig.cache.advise(kUnknown, rig.now).fetch) rig.succeed(Seconds{86400});
  }
  EXPECT_EQ(rig.cache.status().fetches, 1U + 600U / 30U);
}

/// A random life: time passes, keys are asked for, fetches end well or badly.
struct Life {
  Rig rig;
  std::optional<Instant> last_start;
  std::shared_ptr<const KeySet> set;  ///< the latest that came
  Instant set_ends;                   ///< when it must not be used any more

  void ask(Asked asked) {
    const auto advice = rig.cache.advise(asked, rig.now);
    if (advice.keys != nullptr) {
      RC_ASSERT(advice.keys == set);
      RC_ASSERT(rig.now < set_ends);
    }
    RC_ASSERT(advice.keys == rig.cache.usable(rig.now));
    RC_ASSERT(!advice.wait || advice.fetch || rig.cache.fetching());
    if (advice.keys == nullptr && rig.cache.fetching()) RC_ASSERT(advice.wait);
    if (!advice.fetch) return;
    RC_ASSERT(!rig.cache.fetching());
    if (last_start) {
      const auto least = advice.keys != nullptr ? rig.times.cooldown : Seconds{1};
      RC_ASSERT(rig.now - *last_start >= least);
    }
    last_start = rig.now;
    rig.cache.begin(rig.now);
  }

  void end_fetch(bool well) {
    if (!rig.cache.fetching()) return;
    if (!well) {
      rig.cache.fail(down());
      return;
    }
    set = new_set();
    const auto lifetime = *rc::gen::element<std::int64_t>(0, 29, 31, 600, 86400, 3 * 86400);
    rig.cache.succeed({set, Seconds{lifetime}, {}});
    set_ends = *last_start + std::clamp(Seconds{lifetime}, Seconds{30}, Seconds{86400}) + rig.times.max_stale;
  }
};

RC_GTEST_PROP(JwksCache, HoldsWhateverHappens, ()) {
  Life life;
  for (int i = 0; i < 300; ++i) {
    // `element` is as wild in the first case as in the last; `inRange` begins small.
    switch (*rc::gen::element(0, 1, 2, 3, 4, 5)) {
      case 0: life.rig.now += Seconds{*rc::gen::element(0, 1, 2, 5, 15, 29, 30, 31, 60)}; break;
      case 1: life.rig.now += Seconds{*rc::gen::element(300, 600, 3600, 86399, 86400, 100000)}; break;
      case 2: life.end_fetch(true); break;
      case 3: life.end_fetch(false); break;
      case 4: life.ask(kKnown); break;
      default: life.ask(kUnknown); break;
    }
  }
}

/// While the server answers and somebody asks each second, no set is used for longer than its lifetime, the overlap and
/// the second: this is the P of a keyring whose verifiers are such caches.
RC_GTEST_PROP(JwksCache, NoViewIsOlderThanItsLifetimeAndTheOverlap, ()) {
  Rig rig;
  const auto lifetime = Seconds{*rc::gen::element<std::int64_t>(0, 29, 45, 60, 300, 2000)};
  const auto most = std::max(lifetime, rig.times.min_fresh) + rig.times.overlap;
  Instant begun = rig.now;
  for (int second = 0; second < 5000; ++second) {
    rig.after(*rc::gen::element(1, 1, 1, 1, 90));
    const auto advice = rig.cache.advise(kKnown, rig.now);
    if (!advice.wait && advice.keys != nullptr) RC_ASSERT(rig.now - rig.cache.status().fetched_at < most);
    if (advice.fetch) {
      begun = rig.now;
      rig.cache.begin(begun);
    }
    const auto took = Seconds{*rc::gen::element(0, 1, 2)};
    if (rig.cache.fetching() && rig.now - begun >= took) rig.cache.succeed({new_set(), lifetime, {}});
  }
}

}  // namespace
}  // namespace jwtkeep::remote
