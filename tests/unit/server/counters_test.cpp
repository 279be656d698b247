#include "jwtkeep/server/counters.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace jwtkeep::server {
namespace {

TEST(RingCounts, LoseNoRefusalThoughSeveralAreTheFirstAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kTimes = 1000;
  for (int round = 0; round < 50; ++round) {
    RingCounts counts;
    counts.learn("k");
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (int times = 0; times < kTimes; ++times) counts.of("k").refuse(static_cast<std::size_t>(i % 2));
      });
    }
    threads.clear();
    EXPECT_EQ(counts.of("k").refused(0), kThreads / 2 * kTimes);
    EXPECT_EQ(counts.of("k").refused(1), kThreads / 2 * kTimes);
    EXPECT_EQ(counts.of("k").refused(2), 0U);
    EXPECT_EQ(counts.of("of nobody").refused(0), 0U);
  }
}

}  // namespace
}  // namespace jwtkeep::server
