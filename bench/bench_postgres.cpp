// `rotate --due` by many processes at once on one PostgreSQL, every rotation durable (fsync and synchronous_commit on).
// The server is this benchmark's own, on this machine (tests/servers/postgres.py).
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "bench/child.hpp"
#include "bench/many_keyrings.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/store/postgres/postgres_backend.hpp"

namespace {

using namespace std::chrono;
namespace base = jwtkeep::base;
namespace bench = jwtkeep::bench;
namespace store = jwtkeep::store;

constexpr std::size_t kKeyrings = 4000;

/// Whether every keyring was rotated, each once, and the audit trail holds.
base::Result<bool> rotated_once(const std::string& address, const store::Opener& opener) {
  JWTKEEP_TRY(const auto url, store::PostgresUrl::parse(address));
  JWTKEEP_TRY(auto backend, store::PostgresBackend::open(url, store::PostgresBackend::Mode::existing));
  JWTKEEP_TRY(auto opened, store::Store::open(std::move(backend), opener));
  JWTKEEP_CHECK(opened.verify_trail());
  std::map<std::string, int> activated;
  std::uint64_t after = 0;
  while (true) {
    JWTKEEP_TRY(const auto page, opened.trail(after, 1000));
    if (page.empty()) break;
    after = page.back().sequence;
    for (const auto& entry : page) {
      if (entry.event.action == "key.activate") ++activated[entry.event.keyring->text()];
    }
  }
  for (const auto& [name, times] : activated) {
    if (times != 1) return false;
  }
  return activated.size() == kKeyrings;
}

void rotate_together(benchmark::State& state) {
  static int schema = 0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const auto now = time_point_cast<microseconds>(system_clock::now());
    jwtkeep::bench::ManyKeyrings many(kKeyrings, now - days{31});
    many.close();
    const auto address = std::string(std::getenv("JWTKEEP_POSTGRES")) + "?schema=bench_" + std::to_string(++schema);
    if (bench::run_child({"--key-file", many.key_path(), "--quiet", "store", "migrate", many.store_path(), address}) !=
        0) {
      state.SkipWithError("the store could not be copied to PostgreSQL");
      return;
    }
    state.ResumeTiming();
    std::vector<pid_t> children(static_cast<std::size_t>(state.range(0)));
    for (auto& child : children) {
      child = bench::start_child({"--store", address, "--key-file", many.key_path(), "--quiet", "rotate", "--due"});
    }
    bool well = true;
    for (const auto child : children) well = bench::end_of_child(child) == 0 && well;
    state.PauseTiming();
    if (!well) state.SkipWithError("a process failed");
    const auto once = rotated_once(address, many.opener());
    if (!once || !*once) state.SkipWithError("a rotation was lost or done twice, or the audit trail does not hold");
    state.ResumeTiming();
  }
  state.counters["rotations"] = benchmark::Counter(
      static_cast<double>(kKeyrings) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(rotate_together)
    ->Name("rotate --due, 4,000 keyrings, PostgreSQL (promise: 500 rotations a second)")
    ->ArgName("processes")
    ->Arg(1)
    ->Arg(8)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3)
    ->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  if (std::getenv("JWTKEEP_POSTGRES") == nullptr) {
    execlp("python3", "python3", JWTKEEP_SOURCE_DIR "/tests/servers/postgres.py", "--", argv[0], nullptr);
    (void)std::fprintf(stderr, "bench: python3 cannot be started\n");
    return 1;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
