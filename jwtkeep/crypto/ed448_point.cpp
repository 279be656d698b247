#include "jwtkeep/crypto/ed448_point.hpp"

#include <algorithm>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr std::size_t kOctets = 57;
constexpr unsigned long kMinusD = 39081;  // the curve is x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032 section 5.2)

BigNumber number() {
  BigNumber made(BN_new());
  must(made != nullptr);
  return made;
}

/// p = 2^448 - 2^224 - 1
BigNumber prime() {
  auto p = number();
  const auto lower = number();
  must(BN_set_bit(p.get(), 448) == 1 && BN_set_bit(lower.get(), 224) == 1);
  must(BN_sub(p.get(), p.get(), lower.get()) == 1 && BN_sub_word(p.get(), 1) == 1);
  return p;
}

/// Whether some x goes with this y: x^2 = (1 - y^2) / (1 - d y^2) has a root when the product of both is a square.
bool has_x(const BIGNUM* y, const BIGNUM* p, BN_CTX* context) {
  const auto square = number(), above = number(), below = number(), product = number();
  must(BN_mod_sqr(square.get(), y, p, context) == 1);
  must(BN_mod_sub(above.get(), BN_value_one(), square.get(), p, context) == 1);
  must(BN_mul_word(square.get(), kMinusD) == 1);
  must(BN_mod_add(below.get(), BN_value_one(), square.get(), p, context) == 1);
  must(BN_mod_mul(product.get(), above.get(), below.get(), p, context) == 1);
  return BN_kronecker(product.get(), p, context) == 1;
}

}  // namespace

bool is_ed448_key(base::ByteView octets) {
  if (octets.size() != kOctets || (octets.back() & 0x7f) != 0) return false;  // the top bit is the sign of x
  const BigNumberCtx context(BN_CTX_new());
  const BigNumber y(BN_lebin2bn(octets.data(), static_cast<int>(kOctets - 1), nullptr));
  const auto p = prime();
  const auto minus_one = number();
  must(context != nullptr && y != nullptr && BN_sub(minus_one.get(), p.get(), BN_value_one()) == 1);
  // y = 1, -1 and 0 are the points of the orders 1, 2 and 4: all that the cofactor of 4 has room for.
  if (BN_is_zero(y.get()) != 0 || BN_is_one(y.get()) != 0 || BN_cmp(y.get(), minus_one.get()) >= 0) return false;
  return has_x(y.get(), p.get(), context.get());
}

}  // namespace jwtkeep::crypto
