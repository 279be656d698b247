// Every destination, every fault, every step of a rotation.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "tests/matrix/fault_case.hpp"

namespace jwtkeep::matrix {
namespace {

/// Most of a case's time is waiting.
constexpr int kThreads = 24;

using Kind = keyring::Step::Kind;
constexpr std::array kSteps{Kind::publish, Kind::activate, Kind::retire, Kind::destroy};

/// What can befall a site in this way at all.
bool happens(const Site& site, Fault fault, bool from_the_first_write) {
  const bool is_file = site.server().empty();
  if (is_file) return fault != Fault::dies && !from_the_first_write;
  if (!from_the_first_write) return true;
  // The others begin with a write anyhow, or do not tell one request from another.
  return fault == Fault::times_out || fault == Fault::denies || fault == Fault::errs || fault == Fault::garbage;
}

/// With two others that stand beside it in the list: each site is a neighbour in a third of the cases.
std::array<Site*, 3> with_neighbours(const std::vector<std::unique_ptr<Site>>& all, std::size_t i) {
  return {all[i].get(), all[(i + 1) % all.size()].get(), all[(i + 2) % all.size()].get()};
}

std::vector<FaultCase> cases(const std::vector<std::unique_ptr<Site>>& all) {
  std::vector<FaultCase> found;
  const auto add = [&](FaultCase one) {
    one.number = static_cast<int>(found.size());
    found.push_back(one);
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    add({.sites = with_neighbours(all, i), .fault = std::nullopt});
    for (const auto fault : kFaults) {
      for (const bool from_the_first_write : {false, true}) {
        if (!happens(*all[i], fault, from_the_first_write)) continue;
        for (const auto step : kSteps) {
          add({.sites = with_neighbours(all, i),
               .fault = fault,
               .step = step,
               .from_the_first_write = from_the_first_write});
        }
      }
    }
  }
  return found;
}

TEST(FaultMatrix, EveryDestinationEveryFaultEveryStep) {
  std::vector<std::string> missing;
  const auto all = sites(missing);
  for (const auto& why : missing) {
    if (std::getenv("CI") != nullptr) ADD_FAILURE() << why;
    std::printf("left out: %s\n", why.c_str());
  }
  ASSERT_GE(all.size(), 2U);
  const auto list = cases(all);
  const char* only = std::getenv("JWTKEEP_MATRIX_ONLY");  // a part of a title
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t ran = 0;
  std::size_t verifications = 0;
  std::size_t slowest = 0;
  std::vector<std::string> failures;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (auto at = next++; at < list.size(); at = next++) {
          if (only != nullptr && list[at].title().find(only) == std::string::npos) continue;
          const auto outcome = run(list[at]);
          const std::scoped_lock lock(mutex);
          ++ran;
          verifications += outcome.verifications;
          slowest = std::max(slowest, outcome.seconds);
          failures.insert(failures.end(), outcome.failures.begin(), outcome.failures.end());
        }
      });
    }
  }
  for (const auto& failure : failures) ADD_FAILURE() << failure;
  std::printf(
      "%zu cases of a fault amidst a rotation: %zu verifications of valid tokens, %zu cases failed or refused; "
      "the slowest rotation took %zu s of its own time\n",
      ran, verifications, failures.size(), slowest);
}

}  // namespace
}  // namespace jwtkeep::matrix
