#include "jwtkeep/crypto/rsa_numbers.hpp"

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

BigNumber blank() {
  BigNumber number(BN_secure_new());
  must(number != nullptr);
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

BigNumber load(base::ByteView bytes) {
  auto number = blank();
  must(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) != nullptr);
  return number;
}

BigNumber load(const base::SecretBytes& bytes) {
  return bytes.reveal([](base::ByteView view) { return load(view); });
}

base::SecretBytes store(const BigNumber& number) {
  base::SecretBytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
  bytes.fill([&](base::MutableByteView target) { BN_bn2bin(number.get(), target.data()); });
  return bytes;
}

BigNumber less_one(const BigNumber& number) {
  auto less = blank();
  must(BN_sub(less.get(), number.get(), BN_value_one()) == 1);
  return less;
}

BigNumber product(const BigNumber& a, const BigNumber& b, BN_CTX* context) {
  auto result = blank();
  must(BN_mul(result.get(), a.get(), b.get(), context) == 1);
  return result;
}

BigNumber remainder(const BigNumber& a, const BigNumber& modulus, BN_CTX* context) {
  auto result = blank();
  must(BN_mod(result.get(), a.get(), modulus.get(), context) == 1);
  return result;
}

bool same(const BigNumber& a, const BigNumber& b) { return BN_cmp(a.get(), b.get()) == 0; }

bool odd_and_large(const BigNumber& number) { return BN_is_odd(number.get()) && BN_num_bits(number.get()) > 1; }

/// Whether a * b = 1 modulo `modulus`.
bool inverse(const BigNumber& a, const BigNumber& b, const BigNumber& modulus, BN_CTX* context) {
  return BN_is_one(remainder(product(a, b, context), modulus, context).get()) == 1;
}

/// A factor of n out of a square root of 1 that is neither 1 nor n - 1, or null after too many bases.
BigNumber find_factor(const BigNumber& n, const BigNumber& e, const BigNumber& d, BN_CTX* context) {
  // e * d - 1 = 2^t * r with r odd is a multiple of the order of every base.
  auto r = less_one(product(e, d, context));
  if (BN_is_zero(r.get()) || BN_is_odd(r.get())) return nullptr;
  int t = 0;
  while (!BN_is_bit_set(r.get(), t)) ++t;
  must(BN_rshift(r.get(), r.get(), t) == 1);
  const auto n_less_one = less_one(n);
  auto factor = blank();
  for (BN_ULONG base = 2; base < 102; ++base) {
    auto y = blank();
    must(BN_set_word(y.get(), base) == 1 && BN_mod_exp(y.get(), y.get(), r.get(), n.get(), context) == 1);
    for (int i = 0; i < t && !BN_is_one(y.get()) && !same(y, n_less_one); ++i) {
      auto square = blank();
      must(BN_mod_sqr(square.get(), y.get(), n.get(), context) == 1);
      if (BN_is_one(square.get())) {
        must(BN_gcd(factor.get(), less_one(y).get(), n.get(), context) == 1);
        return factor;
      }
      y = std::move(square);
    }
  }
  return nullptr;
}

}  // namespace

bool rsa_numbers_fit(const RsaPrivate& numbers) {
  const BigNumberCtx context(BN_CTX_secure_new());
  must(context != nullptr);
  auto* ctx = context.get();
  const auto n = load(numbers.pub.n), e = load(numbers.pub.e), d = load(numbers.d);
  const auto p = load(numbers.p), q = load(numbers.q), qi = load(numbers.qi);
  if (!odd_and_large(p) || !odd_and_large(q) || BN_cmp(d.get(), n.get()) >= 0 || BN_cmp(qi.get(), p.get()) >= 0) {
    return false;
  }
  const auto p1 = less_one(p), q1 = less_one(q);
  return same(product(p, q, ctx), n) && inverse(e, d, p1, ctx) && inverse(e, d, q1, ctx) &&
         same(remainder(d, p1, ctx), load(numbers.dp)) && same(remainder(d, q1, ctx), load(numbers.dq)) &&
         inverse(qi, q, p, ctx);
}

std::optional<RsaPrivate> complete_rsa(const RsaPrivate& numbers) {
  const BigNumberCtx context(BN_CTX_secure_new());
  must(context != nullptr);
  auto* ctx = context.get();
  const auto n = load(numbers.pub.n), e = load(numbers.pub.e), d = load(numbers.d);
  if (!odd_and_large(n) || BN_is_zero(d.get()) || BN_cmp(d.get(), n.get()) >= 0) return std::nullopt;
  auto p = find_factor(n, e, d, ctx);
  if (p == nullptr || BN_is_one(p.get()) || same(p, n)) return std::nullopt;
  auto q = blank();
  must(BN_div(q.get(), nullptr, n.get(), p.get(), ctx) == 1);
  if (BN_cmp(p.get(), q.get()) < 0) std::swap(p, q);
  auto qi = blank();
  if (BN_mod_inverse(qi.get(), q.get(), p.get(), ctx) == nullptr) return std::nullopt;
  return RsaPrivate{numbers.pub,
                    store(d),
                    store(p),
                    store(q),
                    store(remainder(d, less_one(p), ctx)),
                    store(remainder(d, less_one(q), ctx)),
                    store(qi)};
}

}  // namespace jwtkeep::crypto
