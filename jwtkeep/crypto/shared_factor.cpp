#include "jwtkeep/crypto/shared_factor.hpp"

#include <algorithm>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

// Moduli are public, so that nothing here has to take constant time. BN_gcd does, and takes two to five times as long
// as an inverse, which exists exactly where the two numbers have no factor in common.

BigNumber blank() {
  BigNumber number(BN_new());
  must(number != nullptr);
  return number;
}

BigNumber load(base::ByteView big_endian) {
  BigNumber number(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr));
  must(number != nullptr);
  return number;
}

BigNumberCtx context() {
  BigNumberCtx made(BN_CTX_new());
  must(made != nullptr);
  return made;
}

bool coprime(const BigNumber& a, const BigNumber& modulus, BN_CTX* ctx) {
  const auto inverse = blank();
  if (BN_mod_inverse(inverse.get(), a.get(), modulus.get(), ctx) != nullptr) return true;
  must(ERR_GET_REASON(ERR_peek_last_error()) == BN_R_NO_INVERSE);
  return false;
}

/// Nothing for a key of another kind.
base::Bytes modulus_of(const PublicKey& key) {
  const auto numbers = key.components();
  const auto* rsa = std::get_if<RsaPublic>(&numbers);
  return rsa == nullptr ? base::Bytes{} : rsa->n;
}

/// Every modulus once, as far as the limit allows.
std::vector<base::Bytes> different(std::span<const base::Bytes> moduli) {
  std::vector<base::Bytes> found;
  std::size_t size_bytes = 0;
  for (const auto& modulus : moduli) {
    if (modulus.empty() || std::ranges::find(found, modulus) != found.end()) continue;
    size_bytes += modulus.size();
    if (size_bytes > kMaxComparedModuliBytes) break;
    found.push_back(modulus);
  }
  return found;
}

struct FreeMontgomery {
  void operator()(BN_MONT_CTX* context) const noexcept { BN_MONT_CTX_free(context); }
};

/// Whether the modulus at `place` has a factor in common with the product of all others. Each step multiplies by
/// Montgomery's R^-1 too, which has no factor in common with an odd modulus.
bool is_entangled(const std::vector<BigNumber>& moduli, std::size_t place, BN_CTX* ctx) {
  const auto& modulus = moduli[place];
  const std::unique_ptr<BN_MONT_CTX, FreeMontgomery> montgomery(BN_MONT_CTX_new());
  must(montgomery != nullptr && BN_MONT_CTX_set(montgomery.get(), modulus.get(), ctx) == 1);
  const auto product = blank(), rest = blank();
  must(BN_one(product.get()) == 1);
  for (std::size_t i = 0; i < moduli.size(); ++i) {
    if (i == place) continue;
    must(BN_nnmod(rest.get(), moduli[i].get(), modulus.get(), ctx) == 1);
    must(BN_mod_mul_montgomery(product.get(), product.get(), rest.get(), montgomery.get(), ctx) == 1);
  }
  return !coprime(product, modulus, ctx);
}

/// Those that have a factor in common with another of them.
std::vector<base::Bytes> entangled(const std::vector<base::Bytes>& moduli) {
  const auto ctx = context();
  std::vector<BigNumber> numbers;
  numbers.reserve(moduli.size());
  for (const auto& modulus : moduli) numbers.push_back(load(modulus));
  std::vector<base::Bytes> found;
  for (std::size_t i = 0; i < moduli.size(); ++i) {
    if (is_entangled(numbers, i, ctx.get())) found.push_back(moduli[i]);
  }
  return found;
}

}  // namespace

bool share_factor(const PublicKey& a, const PublicKey& b) {
  const auto first = modulus_of(a), second = modulus_of(b);
  if (first.empty() || second.empty() || first == second) return false;
  const ErrorQueue errors;
  return !coprime(load(first), load(second), context().get());
}

std::vector<bool> sharing_factors(std::span<const PublicKey> keys) {
  const ErrorQueue errors;
  std::vector<base::Bytes> moduli(keys.size());
  std::ranges::transform(keys, moduli.begin(), modulus_of);
  const auto compared = different(moduli);
  const auto found = compared.size() < 2 ? std::vector<base::Bytes>{} : entangled(compared);
  std::vector<bool> sharing;
  sharing.reserve(moduli.size());
  for (const auto& modulus : moduli) sharing.push_back(std::ranges::find(found, modulus) != found.end());
  return sharing;
}

}  // namespace jwtkeep::crypto
