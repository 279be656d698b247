// The judge: what the first judgement of a process takes, and then one of each kind of secret.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "jwtkeep/strength/judge.hpp"

namespace {

using namespace jwtkeep;

// All of 64 bytes but for the last two.
constexpr const char* kHex = "8f3bc95a1e07d264b1f6907ce35d482a6c98f014d7a5be3209f1c65e83b47d1a";
constexpr const char* kBase64url = "jzvJWh4H0mSx9pB847XONdRfeQhoFNel7yMJ8cZeg70QmTnV3kWqLr2bCxYdHsGu";
constexpr const char* kPrintable = R"(v9$Kq!2xTz#8Lm@4Rw%6Yb^1Nc&7Ps*3Jd(5Hf)0Gk-Ue+Xi=Oa[Zl]Qt{Vr}Wy)";
constexpr const char* kWords = "my-super-secret-jwt-signing-key-for-the-orders-service-prod-2025";
constexpr const char* kSentence = "My sister bought a small house near the river in the last spring";
constexpr const char* kReplaced = "Sup3rS3cr3tK3yF0rMyJwtT0k3nsInPr0ductionOfTh30rd3rsS3rvic3_2025";
constexpr const char* kPublished = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

void judge_one(benchmark::State& state, const std::string& text) {
  const auto secret = base::SecretBytes::copy_of(text);
  for (auto unused : state) {
    (void)unused;
    auto judgement = strength::judge(secret);
    benchmark::DoNotOptimize(judgement);
  }
}

std::string repeated(std::string_view piece, std::size_t size) {
  std::string out;
  while (out.size() < size) out += piece;
  out.resize(size);
  return out;
}

void tell_first() {
  const auto secret = base::SecretBytes::copy_of(std::string_view(kWords));
  const auto start = std::chrono::steady_clock::now();
  auto judgement = strength::judge(secret);
  benchmark::DoNotOptimize(judgement);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  std::printf("the first judgement of this process, of 64 typed characters: %.2f ms\n", took.count());
}

}  // namespace

int main(int argc, char** argv) {
  tell_first();
  const auto add = [](const char* name, std::string text) {
    benchmark::RegisterBenchmark(name, judge_one, std::move(text));
  };
  add("64 random hex digits", kHex);
  add("64 random base64url characters", kBase64url);
  add("64 random printable characters", kPrintable);
  add("64 characters of words", kWords);
  add("64 characters of a sentence", kSentence);
  add("64 characters with letters replaced", kReplaced);
  add("64 hex digits that are published", kPublished);
  add("64 times the same", std::string(64, 'a'));
  add("the slowest found: 64 characters", repeated("@4$1!|0", 64));
  add("the slowest found: 1024 characters", repeated("@4$1!|0secr3t-Pa55w0rd", 1024));
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
