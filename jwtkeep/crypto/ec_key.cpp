#include <array>
#include <string>

#include "jwtkeep/crypto/ec_curve.hpp"
#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/param_list.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

base::Result<const EcCurve*> curve_of(KeyKind kind) {
  const auto* found = ec_curve(kind);
  if (found == nullptr) return fail(Reason::bad_value, "not an elliptic curve of this library");
  return found;
}

base::Result<const EcCurve*> curve_of(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t size = 0;
  int is_explicit = 0;
  if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit) == 1 &&
      is_explicit != 0) {
    // A curve that the key itself describes can be one for which anybody knows the private key (CVE-2020-0601).
    return fail(Reason::bad_value, "the EC key spells its curve out instead of naming it",
                "write it again with a named curve: openssl ec -param_enc named_curve");
  }
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1) {
    if (const auto* found = ec_curve(std::string_view(group.data()))) return found;
  }
  return fail(Reason::bad_value, "the EC key is on a curve that JOSE does not know",
              "make a key on P-256 (ES256), P-384, P-521 or secp256k1");
}

base::Bytes point(const EcPublic& numbers) {
  base::Bytes bytes{4};  // uncompressed (SEC1 section 2.3.3)
  bytes.insert(bytes.end(), numbers.x.begin(), numbers.x.end());
  bytes.insert(bytes.end(), numbers.y.begin(), numbers.y.end());
  return bytes;
}

base::Result<void> check(const EvpPkey& pkey, bool is_private) {
  if (pkey != nullptr) {
    const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey.get(), nullptr));
    must(context != nullptr);
    if ((is_private ? EVP_PKEY_check(context.get()) : EVP_PKEY_public_check(context.get())) == 1) return {};
  }
  return is_private ? fail(Reason::bad_value, "the EC key's private number does not belong to its public point",
                           "export the key again from where it was made")
                    : fail(Reason::bad_value, "the EC key's point is not on its curve",
                           "export the key again from where it was made");
}

base::Result<const EcCurve*> check_widths(const EcPublic& numbers) {
  JWTKEEP_TRY(const auto* curve, curve_of(numbers.kind));
  if (numbers.x.size() != curve->width || numbers.y.size() != curve->width) {
    return fail(
        Reason::bad_value,
        "the EC key's coordinates do not have " + std::to_string(curve->width) + " bytes each (RFC 7518 section 6.2.1)",
        "export the key again from where it was made");
  }
  return curve;
}

PrivateKey own(PublicKey pub, EvpPkey pkey) {
  return PrivateKey(std::make_shared<PrivateKey::Impl>(PrivateKey::Impl{std::move(pub), std::move(pkey), {}}));
}

}  // namespace

base::Result<PublicKey> make_public(const EcPublic& numbers) {
  const ErrorQueue errors;
  JWTKEEP_TRY(const auto* curve, check_widths(numbers));
  ParamList params;
  params.text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group).octets(OSSL_PKEY_PARAM_PUB_KEY, point(numbers));
  auto pkey = params.key("EC", EVP_PKEY_PUBLIC_KEY);
  JWTKEEP_CHECK(check(pkey, false));
  return PublicKey(
      std::make_shared<PublicKey::Impl>(PublicKey::Impl{curve->kind, curve->bits, numbers, std::move(pkey)}));
}

base::Result<PrivateKey> make_private(const EcPrivate& numbers) {
  const ErrorQueue errors;
  JWTKEEP_TRY(const auto* curve, check_widths(numbers.pub));
  if (numbers.d.size() != curve->width) {
    return fail(Reason::bad_value,
                "the EC key's private number does not have " + std::to_string(curve->width) +
                    " bytes (RFC 7518 section 6.2.2.1)",
                "export the key again from where it was made");
  }
  JWTKEEP_TRY(auto pub, make_public(numbers.pub));
  ParamList params;
  params.text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group)
      .octets(OSSL_PKEY_PARAM_PUB_KEY, point(numbers.pub))
      .number(OSSL_PKEY_PARAM_PRIV_KEY, numbers.d);
  auto pkey = params.key("EC", EVP_PKEY_KEYPAIR);
  JWTKEEP_CHECK(check(pkey, true));
  return own(std::move(pub), std::move(pkey));
}

PrivateKey generate_ec(KeyKind kind) {
  const ErrorQueue errors;
  const auto curve = curve_of(kind);
  must(curve.has_value());
  EvpPkey pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", (*curve)->group));
  must(pkey != nullptr);
  const auto numbers = ec_public(pkey.get());
  must(numbers.has_value());
  auto pub = make_public(*numbers);
  must(pub.has_value());
  return own(*std::move(pub), std::move(pkey));
}

base::Result<EcPublic> ec_public(const EVP_PKEY* key) {
  JWTKEEP_TRY(const auto* curve, curve_of(key));
  const auto x = number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, curve->width);
  const auto y = number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, curve->width);
  if (!x || !y)
    return fail(Reason::malformed, "the EC key has no public point", "export the key again from where it was made");
  return EcPublic{curve->kind, publish(*x), publish(*y)};
}

base::Result<EcPrivate> ec_private(const EVP_PKEY* key) {
  JWTKEEP_TRY(auto pub, ec_public(key));
  auto d = number_of(key, OSSL_PKEY_PARAM_PRIV_KEY, pub.x.size());
  if (!d)
    return fail(Reason::malformed, "the EC key has no private number", "export the key again from where it was made");
  return EcPrivate{std::move(pub), *std::move(d)};
}

}  // namespace jwtkeep::crypto
