#include <algorithm>
#include <string>

#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/param_list.hpp"
#include "jwtkeep/crypto/roca.hpp"
#include "jwtkeep/crypto/rsa_numbers.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

base::Bytes without_leading_zeros(base::ByteView number) {
  const auto first = std::ranges::find_if(number, [](std::uint8_t byte) { return byte != 0; });
  return {first, number.end()};
}

int bit_length(base::ByteView number) {
  if (number.empty()) return 0;
  int bits = static_cast<int>(number.size() - 1) * 8;
  for (unsigned top = number.front(); top != 0; top >>= 1) ++bits;
  return bits;
}

base::Result<void> check(const RsaPublic& numbers) {
  const int bits = bit_length(numbers.n);
  if (bits < kMinRsaBits || bits > kMaxRsaBits) {
    return fail(Reason::bad_value,
                "the RSA key has " + std::to_string(bits) + " bits, 2048 to 16384 are taken (RFC 7518 section 3.3)",
                "make a new key of 3072 bits");
  }
  if ((numbers.n.back() & 1) == 0)
    return fail(Reason::bad_value, "the RSA modulus is even, so this is not an RSA key",
                "export the key again from where it was made");
  if (has_roca_mark(numbers.n)) {
    return fail(Reason::bad_value, "the RSA key was made by a faulty chip and can be broken (CVE-2017-15361)",
                "make a new key outside that chip, and count this one as compromised");
  }
  // Small exponents have a history of forgeries (CVE-2006-4339); OpenSSL takes no more than 64 bits.
  const int exponent_bits = bit_length(numbers.e);
  if (exponent_bits < 17 || exponent_bits > 64 || (numbers.e.back() & 1) == 0) {
    return fail(Reason::bad_value, "the RSA public exponent is not an odd number from 65537 to 2^64 - 1",
                "make a new key with the exponent 65537");
  }
  return {};
}

void add_public(ParamList& params, const RsaPublic& numbers) {
  params.number(OSSL_PKEY_PARAM_RSA_N, numbers.n).number(OSSL_PKEY_PARAM_RSA_E, numbers.e);
}

bool signs_what_it_verifies(const PrivateKey& key) {
  const auto message = base::as_bytes("jwtkeep");
  const auto signature = sign(key, Scheme::rsa_pkcs1_sha256, message);
  return signature && verify(key.public_key(), Scheme::rsa_pkcs1_sha256, message, *signature);
}

base::Result<PrivateKey> build(const RsaPrivate& numbers) {
  if (!rsa_numbers_fit(numbers)) {
    return fail(Reason::bad_value, "the RSA key's private numbers do not belong to its public ones",
                "export the key again from where it was made");
  }
  ParamList params;
  add_public(params, numbers.pub);
  params.number(OSSL_PKEY_PARAM_RSA_D, numbers.d)
      .number(OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p)
      .number(OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q)
      .number(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp)
      .number(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq)
      .number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi);
  auto pkey = params.key("RSA", EVP_PKEY_KEYPAIR);
  if (pkey == nullptr)
    return fail(Reason::bad_value, "OpenSSL does not take the RSA key's numbers",
                "export the key again from where it was made");
  JWTKEEP_TRY(auto pub, make_public(numbers.pub));
  PrivateKey key(std::make_shared<PrivateKey::Impl>(PrivateKey::Impl{std::move(pub), std::move(pkey), {}}));
  if (!signs_what_it_verifies(key)) {
    return fail(Reason::bad_value, "the RSA key does not verify what it signs: its factors are not prime",
                "make a new key");
  }
  return key;
}

}  // namespace

base::Result<PublicKey> make_public(const RsaPublic& given) {
  const ErrorQueue errors;
  RsaPublic numbers{without_leading_zeros(given.n), without_leading_zeros(given.e)};
  JWTKEEP_CHECK(check(numbers));
  ParamList params;
  add_public(params, numbers);
  auto pkey = params.key("RSA", EVP_PKEY_PUBLIC_KEY);
  if (pkey == nullptr)
    return fail(Reason::bad_value, "OpenSSL does not take the RSA key's numbers",
                "export the key again from where it was made");
  const int bits = bit_length(numbers.n);
  return PublicKey(
      std::make_shared<PublicKey::Impl>(PublicKey::Impl{KeyKind::rsa, bits, std::move(numbers), std::move(pkey)}));
}

base::Result<PrivateKey> make_private(const RsaPrivate& given) {
  const ErrorQueue errors;
  JWTKEEP_CHECK(check({without_leading_zeros(given.pub.n), without_leading_zeros(given.pub.e)}));
  const auto limit = given.pub.n.size();
  const auto optional = {&given.p, &given.q, &given.dp, &given.dq, &given.qi};
  if (given.d.empty() || given.d.size() > limit ||
      std::ranges::any_of(optional, [&](const auto* number) { return number->size() > limit; })) {
    return fail(Reason::bad_value, "the RSA key's private numbers are missing or longer than its modulus",
                "export the key again from where it was made");
  }
  if (std::ranges::none_of(optional, [](const auto* number) { return number->empty(); })) return build(given);
  // RFC 7518 section 6.3.2: all of them, or none.
  if (!std::ranges::all_of(optional, [](const auto* number) { return number->empty(); })) {
    return fail(Reason::bad_value, "the RSA key has some of p, q, dp, dq and qi but not all of them",
                "export it with all five, or with none of them");
  }
  const auto complete = complete_rsa(given);
  if (!complete) {
    return fail(Reason::bad_value, "the RSA key's private exponent does not belong to its public numbers",
                "export the key again from where it was made");
  }
  return build(*complete);
}

PrivateKey generate_rsa(int bits) {
  const ErrorQueue errors;
  // Again, because a good key is refused by chance (see has_roca_mark); never thrice.
  for (int i = 0; i < 3; ++i) {
    const EvpPkey pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
    must(pkey != nullptr);
    // OpenSSL makes a new key's numbers on the secure heap, which is small; read in again, the key leaves it at once.
    if (auto key = build(rsa_private(pkey.get()))) return *std::move(key);
  }
  std::abort();
}

RsaPublic rsa_public(const EVP_PKEY* key) {
  const auto n = number_of(key, OSSL_PKEY_PARAM_RSA_N), e = number_of(key, OSSL_PKEY_PARAM_RSA_E);
  return {n ? publish(*n) : base::Bytes{}, e ? publish(*e) : base::Bytes{}};
}

RsaPrivate rsa_private(const EVP_PKEY* key) {
  const auto number = [&](const char* name) { return number_of(key, name).value_or(base::SecretBytes{}); };
  return {rsa_public(key),
          number(OSSL_PKEY_PARAM_RSA_D),
          number(OSSL_PKEY_PARAM_RSA_FACTOR1),
          number(OSSL_PKEY_PARAM_RSA_FACTOR2),
          number(OSSL_PKEY_PARAM_RSA_EXPONENT1),
          number(OSSL_PKEY_PARAM_RSA_EXPONENT2),
          number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1)};
}

}  // namespace jwtkeep::crypto
