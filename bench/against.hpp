// Measuring one thing against another in the same run, turn by turn.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace jwtkeep::bench {

/// Each turn is long beside the clock's grain and short beside the scheduler's slice.
inline constexpr int kTimesInTurn = 32;

/// How many turns a measurement takes: its medians then differ by a few percent from run to run.
inline constexpr int kTurns = 2000;

inline double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// Runs `limit` and `subject` by turns, and reports the medians: `ns` of one subject, `limit_ns`, and `ratio`, the
/// subject in units of the limit. `units`: how many tokens one call of the subject does.
template <class Limit, class Subject>
void against(benchmark::State& state, Limit limit, Subject subject, int times = kTimesInTurn, double units = 1) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> limits;
  std::vector<double> subjects;
  for ([[maybe_unused]] auto _ : state) {
    const auto start = Clock::now();
    for (int i = 0; i < kTimesInTurn; ++i) limit();
    const auto between = Clock::now();
    for (int i = 0; i < times; ++i) subject();
    const std::chrono::duration<double> taken = Clock::now() - between;
    limits.push_back(std::chrono::duration<double>(between - start).count() / kTimesInTurn);
    subjects.push_back(taken.count() / times / units);
    state.SetIterationTime(taken.count() / times / units);
  }
  const auto limit_s = median(limits);
  const auto subject_s = median(subjects);
  state.counters["ratio"] = subject_s / limit_s;
  state.counters["ns"] = subject_s * 1e9;
  state.counters["limit_ns"] = limit_s * 1e9;
}

}  // namespace jwtkeep::bench
