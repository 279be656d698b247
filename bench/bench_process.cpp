// The binary as people use it, from its start to its exit: generate, and show and sign on a small and a large store.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/many_keyrings.hpp"

namespace {

using jwtkeep::bench::ManyKeyrings;

void run_binary(benchmark::State& state, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), JWTKEEP_BINARY);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  for ([[maybe_unused]] auto _ : state) {
    pid_t child = 0;
    int status = -1;
    if (posix_spawn(&child, JWTKEEP_BINARY, &actions, nullptr, argv.data(), environ) == 0) waitpid(child, &status, 0);
    if (status != 0) {
      state.SkipWithError("the command failed");
      break;
    }
  }
  posix_spawn_file_actions_destroy(&actions);
}

/// Made once for each size; 100,000 keyrings take a while.
ManyKeyrings& keyrings(std::size_t count) {
  static std::vector<std::pair<std::size_t, std::unique_ptr<ManyKeyrings>>> made;
  for (const auto& [size, store] : made) {
    if (size == count) return *store;
  }
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  made.emplace_back(count, std::make_unique<ManyKeyrings>(count, now));
  made.back().second->close();
  return *made.back().second;
}

std::vector<std::string> on_store(benchmark::State& state, const char* command) {
  const auto count = static_cast<std::size_t>(state.range(0));
  auto& store = keyrings(count);
  return {"--store",    store.store_path(),
          "--key-file", store.key_path(),
          command,      "service-" + std::to_string(count / 2) + "/prod"};
}

void generate(benchmark::State& state) { run_binary(state, {"generate"}); }
void show(benchmark::State& state) { run_binary(state, on_store(state, "show")); }
void sign(benchmark::State& state) { run_binary(state, on_store(state, "sign")); }

BENCHMARK(generate)->Name("process/generate (promise: under 10 ms)")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(sign)
    ->Name("process/open store, sign, exit (promise: under 25 ms; 100,000 keyrings at most twice 10)")
    ->Arg(10)
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(show)
    ->Name("process/show (promise: 100,000 keyrings at most twice 10)")
    ->Arg(10)
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
