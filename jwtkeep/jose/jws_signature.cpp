#include "jwtkeep/jose/jws_signature.hpp"

#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

bool holds(const VerifyKey& key, base::ByteView input, base::ByteView signature) {
  const auto& row = info(key.alg());
  if (const auto* secret = key.secret()) return crypto::verify_hmac(row.hash, *secret, input, signature);
  const auto& pair = *key.public_key();
  return crypto::verify(pair, *scheme_for(key.alg(), pair.kind()), input, signature);
}

}  // namespace

base::Result<void> check_signer(std::string_view alg_name, const std::optional<std::string>& kid,
                                const VerifyKey& key) {
  if (alg_name != info(key.alg()).name) {
    return fail(Reason::alg_not_allowed,
                "the token's alg is not the key's, which is " + std::string(info(key.alg()).name));
  }
  if (kid && !key.kid().empty() && *kid != key.kid()) {
    return fail(Reason::key_mismatch, "the token names another key than the one it is verified with");
  }
  return {};
}

base::Result<void> check_signature(const VerifyKey& key, std::string_view signing_input, base::ByteView signature) {
  if (!holds(key, base::as_bytes(signing_input), signature)) {
    return fail(Reason::bad_signature, "the signature does not hold");
  }
  return {};
}

base::Result<base::Bytes> make_signature(const SigningKey& key, std::string_view signing_input) {
  const auto& row = info(key.alg());
  const auto input = base::as_bytes(signing_input);
  if (const auto* secret = key.secret()) return crypto::hmac(row.hash, *secret, input);
  const auto& pair = *key.private_key();
  return crypto::sign(pair, *scheme_for(key.alg(), pair.kind()), input);
}

}  // namespace jwtkeep::jose
