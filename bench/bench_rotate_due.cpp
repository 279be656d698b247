// `rotate --due` on SQLite with 10,000 keyrings due, every rotation durable (synchronous=FULL).
#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/many_keyrings.hpp"
#include "jwtkeep/rotate/rotate.hpp"

namespace {

using namespace std::chrono;

constexpr std::size_t kKeyrings = 10000;

void rotate_due(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const auto now = time_point_cast<microseconds>(system_clock::now());
    jwtkeep::bench::ManyKeyrings many(kKeyrings, now - days{31});
    state.ResumeTiming();
    const auto report = jwtkeep::rotate::rotate_due(many.store(), "bench", now);
    state.PauseTiming();
    if (!report || report->changed != kKeyrings) state.SkipWithError("not every keyring was rotated");
    if (!many.store().verify_trail()) state.SkipWithError("the audit trail does not hold");
    state.ResumeTiming();
  }
  state.counters["rotations"] = benchmark::Counter(
      static_cast<double>(kKeyrings) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(rotate_due)
    ->Name("rotate --due, 10,000 keyrings, SQLite (promise: 2,000 rotations a second)")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
