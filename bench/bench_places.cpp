// Keyrings in many places at once: `sync push` and `doctor` by the binary, with real servers on this machine.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/child.hpp"
#include "bench/many_keyrings.hpp"
#include "jwtkeep/rotate/synced.hpp"

namespace {

using namespace std::chrono;
namespace base = jwtkeep::base;
namespace bench = jwtkeep::bench;
namespace rotate = jwtkeep::rotate;
namespace store = jwtkeep::store;

std::string folder() { return std::getenv("JWTKEEP_BENCH_FOLDER"); }

/// Joins each keyring to a place of each kind, which is written by the next push.
base::Result<void> join(store::Store& many, std::size_t count, const std::vector<std::string>& kinds,
                        base::Instant at) {
  return many.change([&](store::Change& change) -> base::Result<void> {
    for (std::size_t i = 0; i < count; ++i) {
      const auto number = std::to_string(i);
      JWTKEEP_TRY(const auto name, jwtkeep::keyring::Name::parse("service-" + number + "/prod"));
      for (const auto& kind : kinds) {
        JWTKEEP_TRY(auto address, jwtkeep::destination::Address::parse(kind + number, folder()));
        JWTKEEP_CHECK(change.save_destination(name, rotate::new_destination({.address = std::move(address)}, at)));
      }
      JWTKEEP_CHECK(change.record({.at = at, .actor = "bench", .action = "sync.add", .keyring = name, .detail = {}}));
    }
    return {};
  });
}

int run(const bench::ManyKeyrings& many, std::vector<std::string> command) {
  command.insert(command.begin(), {"--store", many.store_path(), "--key-file", many.key_path(), "--quiet"});
  return bench::run_child(command);
}

void push(benchmark::State& state) {
  constexpr std::size_t kKeyrings = 1000;
  static int round = 0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const auto now = time_point_cast<microseconds>(system_clock::now());
    bench::ManyKeyrings many(kKeyrings, now);
    const auto set = "round" + std::to_string(++round) + "-";
    std::filesystem::create_directories(folder() + "/env");
    const auto joined = join(many.store(), kKeyrings,
                             {"vault://secret/" + set, "aws-sm://eu-central-1/" + set, "dotenv:env/" + set}, now);
    if (!joined) state.SkipWithError(joined.error().what.c_str());
    many.close();
    state.ResumeTiming();
    if (run(many, {"sync", "push"}) != 0) state.SkipWithError("a place was not reached");
  }
  state.counters["places"] =
      benchmark::Counter(3.0 * kKeyrings * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void doctor(benchmark::State& state) {
  constexpr std::size_t kKeyrings = 10'000;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const auto now = time_point_cast<microseconds>(system_clock::now());
    bench::ManyKeyrings many(kKeyrings, now);
    const auto joined = join(many.store(), kKeyrings, {"vault://secret/doctor-"}, now);
    if (!joined) state.SkipWithError(joined.error().what.c_str());
    many.close();
    if (run(many, {"sync", "push"}) != 0) state.SkipWithError("a place was not reached");
    state.ResumeTiming();
    if (run(many, {"doctor"}) != 0) state.SkipWithError("the doctor found something");
  }
  state.counters["secrets"] = benchmark::Counter(
      static_cast<double>(kKeyrings) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(push)
    ->Name("sync push, 1,000 keyrings in OpenBao, moto and dotenv files (promise: under 60 s)")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK(doctor)
    ->Name("doctor, 10,000 secrets in OpenBao (promise: under 60 s)")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  if (std::getenv("JWTKEEP_BENCH_FOLDER") == nullptr) {
    execlp("python3", "python3", JWTKEEP_SOURCE_DIR "/bench/with_places.py", JWTKEEP_BINARY, "--", argv[0], nullptr);
    (void)std::fprintf(stderr, "bench: python3 cannot be started\n");
    return 1;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
