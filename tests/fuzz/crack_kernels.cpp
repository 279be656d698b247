// Every kernel finds exactly the candidates that libcrypto's HMAC tells, whatever their lengths and the signing
// inputs'.
//
// An input: a byte that tells how many candidates there are, one that tells the signing inputs' length, then a byte for
// each candidate's length. Their bytes are the input's own, from a different start each.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "jwtkeep/crack/cracker.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace base = jwtkeep::base;
namespace crack = jwtkeep::crack;
namespace crypto = jwtkeep::crypto;
namespace jose = jwtkeep::jose;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto bytes_from = [&](std::size_t start, std::size_t length) {
    base::Bytes bytes(length);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = data[(start + i) % size];
    return bytes;
  };
  const std::size_t count = 1 + data[0] % 40;
  crack::Batch batch;
  std::vector<base::SecretBytes> keys;
  for (std::size_t i = 0; i < count; ++i) {
    const auto candidate = bytes_from(i, data[(2 + i) % size]);
    batch.add(candidate);
    keys.push_back(base::SecretBytes::copy_of(candidate));
  }

  std::vector<crack::Target> targets;
  constexpr std::array kAlgs = {jose::Alg::HS256, jose::Alg::HS384, jose::Alg::HS512};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto alg = kAlgs[i % 3];
    const auto input = bytes_from(i, data[1] + i);
    auto tag = crypto::hmac(jose::info(alg).hash, keys[(data[2] + i * 7) % count], input);
    if ((data[2] >> i & 1) != 0) tag[data[0] % tag.size()] ^= 1;
    targets.push_back({alg, std::string(base::as_text(input)), std::move(tag)});
  }
  std::vector<crack::Hit> expected;
  for (std::size_t target = 0; target < targets.size(); ++target) {
    const auto& one = targets[target];
    for (std::size_t i = 0; i < count; ++i) {
      if (crypto::verify_hmac(jose::info(one.alg).hash, keys[i], base::as_bytes(one.signing_input), one.tag)) {
        expected.push_back({i, target});
      }
    }
  }

  const auto by_place = [](const crack::Hit& hit) { return std::pair(hit.target, hit.candidate); };
  for (const auto* kernel : {"avx512", "avx2", "portable"}) {
    auto cracker = crack::Cracker::create_with(kernel, targets);
    if (!cracker) continue;
    std::vector<crack::Hit> hits;
    cracker->run(batch, hits);
    std::ranges::sort(hits, {}, by_place);
    if (hits != expected) std::abort();
  }
  return 0;
}
