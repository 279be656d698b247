// The kernels' rates: candidates a second by instruction set and algorithm, threads and tokens, over seconds of work.
//
//   bench_crack [--seconds S] [--kernel NAME] [--alg HS256]
//   bench_crack --words FILE --count N    writes words of 8 to 10 letters, and measures nothing
//
// Candidates of 8 bytes, all of them others, are written into the batches as a mask would; the signing input has 109
// bytes. The rate of a line is that of its best tenth of a second and of all of them: on a machine that others use too,
// the best tells what the kernel can do.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crack/cracker.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace {

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own
using Clock = std::chrono::steady_clock;

constexpr std::size_t kInputBytes = 109;
constexpr std::size_t kKeyBytes = 8;

/// What no candidate here opens.
std::vector<crack::Target> targets_of(jose::Alg alg, std::size_t count) {
  std::vector<crack::Target> targets;
  for (std::size_t i = 0; i < count; ++i) {
    std::string input(kInputBytes, static_cast<char>('a' + i));
    auto tag = crypto::hmac(jose::info(alg).hash, base::SecretBytes::copy_of("not one of the candidates"),
                            base::as_bytes(input));
    targets.push_back({alg, std::move(input), std::move(tag)});
  }
  return targets;
}

struct Rate {
  double whole = 0;  ///< candidates a second
  double best = 0;   ///< in the best slice
};

constexpr std::chrono::milliseconds kSlice{4};

Rate run_for(crack::Cracker cracker, std::uint64_t from, std::chrono::duration<double> length) {
  crack::Batch batch;
  std::vector<crack::Hit> hits;
  std::uint64_t tried = 0;
  std::uint64_t tried_before = 0;
  Rate rate;
  const auto start = Clock::now();
  auto slice = start;
  for (;;) {
    batch.clear();
    auto* out = batch.add_many(crack::Batch::kCapacity, kKeyBytes);
    for (std::size_t i = 0; i < crack::Batch::kCapacity; ++i, out += kKeyBytes) {
      const auto key = from + tried + i;
      std::memcpy(out, &key, kKeyBytes);
    }
    cracker.run(batch, hits);
    tried += batch.size();
    const auto now = Clock::now();
    if (now - slice < kSlice) continue;
    const auto seconds = std::chrono::duration<double>(now - slice).count();
    rate.best = std::max(rate.best, static_cast<double>(tried - tried_before) / seconds);
    tried_before = tried;
    slice = now;
    if (now - start >= length) break;
  }
  if (!hits.empty()) std::abort();
  rate.whole = static_cast<double>(tried) / std::chrono::duration<double>(slice - start).count();
  return rate;
}

void measure(std::string_view kernel, jose::Alg alg, std::size_t tokens, unsigned threads, double seconds) {
  const auto cracker = crack::Cracker::create_with(kernel, targets_of(alg, tokens));
  if (!cracker) return;
  std::vector<Rate> rates(threads);
  {
    std::vector<std::jthread> running;
    running.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) {
      running.emplace_back(
          [&, i] { rates[i] = run_for(*cracker, std::uint64_t{i} << 40, std::chrono::duration<double>(seconds)); });
    }
  }
  Rate sum;
  for (const auto& rate : rates) {
    sum.whole += rate.whole;
    sum.best += rate.best;
  }
  fmt::print("{:<9} {} {:>3} tokens {} thread{} {:>7.2f} M candidates/s, best {:.2f}\n", kernel, jose::name(alg),
             tokens, threads, threads == 1 ? " " : "s", sum.whole / 1e6, sum.best / 1e6);
  (void)std::fflush(stdout);
}

bool write_words(const char* path, std::uint64_t count) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr) return false;
  std::uint64_t state = 1;
  std::array<char, 11> word{};
  for (std::uint64_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator
    auto bits = state >> 16;                                      // 48 bits: ten letters of 26
    const std::size_t length = 8 + i % 3;
    for (std::size_t at = 0; at < length; ++at, bits /= 26) word[at] = static_cast<char>('a' + bits % 26);
    word[length] = '\n';
    if (std::fwrite(word.data(), 1, length + 1, file) != length + 1) break;
  }
  const bool written = std::ferror(file) == 0;
  return std::fclose(file) == 0 && written;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 2;
  std::string_view only_kernel;
  std::string_view only_alg;
  const char* words = nullptr;
  std::uint64_t count = 1'000'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--seconds") seconds = std::strtod(argv[i + 1], nullptr);
    if (option == "--kernel") only_kernel = argv[i + 1];
    if (option == "--alg") only_alg = argv[i + 1];
    if (option == "--words") words = argv[i + 1];
    if (option == "--count") count = std::strtoull(argv[i + 1], nullptr, 10);
  }
  if (words != nullptr) return write_words(words, count) ? 0 : 1;
  for (const std::string_view kernel : {"avx512", "avx2", "portable"}) {
    if (!only_kernel.empty() && kernel != only_kernel) continue;
    for (const auto alg : {jose::Alg::HS256, jose::Alg::HS384, jose::Alg::HS512}) {
      if (!only_alg.empty() && jose::name(alg) != only_alg) continue;
      measure(kernel, alg, 1, 1, seconds);
      measure(kernel, alg, 1, 2, seconds);
      measure(kernel, alg, 16, 1, seconds);
    }
  }
  return 0;
}
