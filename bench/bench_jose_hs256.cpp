// HS256, one token at a time and in batches, against the bare HMAC from saved states over the same bytes.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/against.hpp"
#include "bench/bare_hmac.hpp"
#include "bench/sample_token.hpp"
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verified_cache.hpp"
#include "jwtkeep/jose/verifier.hpp"

namespace {

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own

constexpr std::size_t kBatch = 256;

/// What every measurement here needs.
struct Sample {
  explicit Sample(jose::Alg alg = jose::Alg::HS256, std::shared_ptr<jose::VerifiedCache> cache = nullptr)
      : key(bench::sample_key(alg)),
        token(bench::sample_token(key)),
        input(token.substr(0, token.rfind('.'))),
        verifier(jose::Verifier::make({key.verify_key()}, bench::sample_policy(alg), {.limits = {}, .cache = cache})
                     .value()) {}

  jose::SigningKey key;
  std::string token;
  std::string input;
  bench::BareHmac hmac{base::as_bytes(bench::kSecret)};
  jose::Verifier verifier;
  jose::Workspace workspace;

  auto limit() {
    return [this] { benchmark::DoNotOptimize(hmac(base::as_bytes(input))); };
  }
  /// Verifies the sample and reads `sub`; ends the program where it is refused.
  void verify() {
    const auto verified = verifier.verify(token, bench::kNow, workspace);
    auto subject = verified.value().subject();
    benchmark::DoNotOptimize(subject);
  }
};

void verify(benchmark::State& state) {
  Sample sample;
  bench::against(state, sample.limit(), [&] { sample.verify(); });
}

void verify_reference(benchmark::State& state) {
  Sample sample;
  const auto key = sample.key.verify_key();
  const jose::KeyLookup lookup = [&](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> { return key; };
  const auto policy = bench::sample_policy();
  bench::against(state, sample.limit(), [&] {
    benchmark::DoNotOptimize(jose::verify(sample.token, lookup, policy, bench::kNow).value().claims().find("sub"));
  });
}

void verify_batch(benchmark::State& state) {
  Sample sample;
  std::vector<std::string> tokens;
  tokens.reserve(kBatch);
  for (unsigned i = 0; i < kBatch; ++i) tokens.push_back(bench::sample_token(sample.key, i));
  const std::vector<std::string_view> views(tokens.begin(), tokens.end());
  bench::against(
      state, sample.limit(),
      [&] {
        for (const auto& verified : sample.verifier.verify_batch(views, bench::kNow, sample.workspace)) {
          auto subject = verified.value().subject();
          benchmark::DoNotOptimize(subject);
        }
      },
      1, kBatch);
}

/// The batch's tokens one at a time: each is another one, as in a batch.
void verify_many(benchmark::State& state) {
  Sample sample;
  std::vector<std::string> tokens;
  tokens.reserve(kBatch);
  for (unsigned i = 0; i < kBatch; ++i) tokens.push_back(bench::sample_token(sample.key, i));
  bench::against(
      state, sample.limit(),
      [&] {
        for (const auto& token : tokens) {
          const auto verified = sample.verifier.verify(token, bench::kNow, sample.workspace);
          auto subject = verified.value().subject();
          benchmark::DoNotOptimize(subject);
        }
      },
      1, kBatch);
}

void verify_cached(benchmark::State& state, jose::Alg alg) {
  Sample sample(alg, std::make_shared<jose::VerifiedCache>());
  bench::against(state, sample.limit(), [&] { sample.verify(); });
}

void refuse(benchmark::State& state, std::string token, base::Reason expected) {
  Sample sample;
  sample.verify();  // its header is known
  bench::against(state, sample.limit(), [&] {
    const auto verified = sample.verifier.verify(token, bench::kNow, sample.workspace);
    if (verified || verified.error().reason != expected) state.SkipWithError("another verdict");
  });
}

void refuse_signature(benchmark::State& state) {
  auto token = bench::sample_token(bench::sample_key());
  token[token.size() - 10] = token[token.size() - 10] == 'A' ? 'B' : 'A';
  refuse(state, std::move(token), base::Reason::bad_signature);
}
void refuse_garbage(benchmark::State& state) {
  refuse(state, std::string(330, 'x') + "." + std::string(43, 'y'), base::Reason::malformed);
}
void refuse_unknown_key(benchmark::State& state) {
  const auto key =
      jose::SigningKey::make("other", jose::Alg::HS256, base::SecretBytes::copy_of(bench::kSecret)).value();
  refuse(state, bench::sample_token(key), base::Reason::key_unknown);
}
void refuse_expired(benchmark::State& state) {
  Sample sample;
  sample.verify();
  bench::against(state, sample.limit(), [&] {
    const auto verified = sample.verifier.verify(sample.token, bench::kNow + std::chrono::hours{1}, sample.workspace);
    if (verified || verified.error().reason != base::Reason::expired) state.SkipWithError("another verdict");
  });
}

void sign_json(benchmark::State& state) {
  Sample sample;
  const auto signer = jose::Signer::make(sample.key).value();
  const auto claims = base::parse_json(bench::sample_claims()).value();
  std::string token;
  bench::against(state, sample.limit(), [&] {
    if (!signer.sign(claims, token)) state.SkipWithError("not signed");
    benchmark::DoNotOptimize(token);
  });
}

void sign_text(benchmark::State& state) {
  Sample sample;
  const auto signer = jose::Signer::make(sample.key).value();
  const auto claims = bench::sample_claims();
  std::string token;
  bench::against(state, sample.limit(), [&] {
    if (!signer.sign_text(claims, token)) state.SkipWithError("not signed");
    benchmark::DoNotOptimize(token);
  });
}

/// 1 MiB that only looks like a token, where such lengths are allowed.
void refuse_megabyte(benchmark::State& state, std::string token, bool allowed) {
  Sample sample;
  const jose::TokenLimits limits{.size_bytes = allowed ? std::size_t{2} << 20 : jose::TokenLimits{}.size_bytes};
  const auto verifier =
      jose::Verifier::make({sample.key.verify_key()}, bench::sample_policy(), {.limits = limits, .cache = nullptr})
          .value();
  bench::against(
      state, sample.limit(),
      [&] {
        if (verifier.verify(token, bench::kNow, sample.workspace)) state.SkipWithError("accepted");
      },
      1);
}

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

BENCHMARK(verify)->Name("HS256/verify (promise: ratio at most 1.6)")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK(verify_many)
    ->Name("HS256/verify 256 different tokens one at a time")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK(verify_batch)
    ->Name("HS256/verify_batch of 256 (promise: half of the line above)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK(sign_text)
    ->Name("HS256/sign claims given as text (promise: ratio at most 1.6)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK(sign_json)
    ->Name("HS256/sign claims given as Json (promise: ratio at most 1.6)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK(verify_reference)->Name("HS256/jose::verify, nothing prepared")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(verify_cached, HS256, jose::Alg::HS256)
    ->Name("HS256/cached (promise: 400 ns)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(verify_cached, RS256, jose::Alg::RS256)
    ->Name("RS256/cached (promise: 400 ns)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(verify_cached, ES256, jose::Alg::ES256)
    ->Name("ES256/cached (promise: 400 ns)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(verify_cached, EdDSA, jose::Alg::EdDSA)
    ->Name("EdDSA/cached (promise: 400 ns)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK(refuse_signature)->Name("HS256/refuse a bad signature")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK(refuse_expired)->Name("HS256/refuse an expired token")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK(refuse_unknown_key)->Name("HS256/refuse an unknown key")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK(refuse_garbage)->Name("HS256/refuse what is no token")->UseManualTime()->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(refuse_megabyte, too_large, std::string(kMegabyte, 'a'), false)
    ->Name("1 MiB/refuse for its size (promise: 50 us)")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(refuse_megabyte, no_dots, std::string(kMegabyte, 'a'), true)
    ->Name("1 MiB/refuse without a dot, size allowed")
    ->UseManualTime()
    ->Iterations(bench::kTurns);
BENCHMARK_CAPTURE(refuse_megabyte, dots, "e30." + std::string(kMegabyte, 'a') + ".e30", true)
    ->Name("1 MiB/refuse for its header, size allowed")
    ->UseManualTime()
    ->Iterations(bench::kTurns);

}  // namespace

BENCHMARK_MAIN();
