#include "jwtkeep/jose/thumbprint.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/jose/curve_name.hpp"

namespace jwtkeep::jose {
namespace {

std::string digest_text(base::ByteView bytes) {
  return base::base64url_encode(crypto::digest(crypto::Hash::sha256, bytes));
}

/// The required members in lexicographic order, no white space (RFC 7638 section 3.2).
std::string canonical(const crypto::PublicKey& key) {
  struct Writer {
    crypto::KeyKind kind;
    std::string operator()(const crypto::RsaPublic& rsa) const {
      return R"({"e":")" + base::base64url_encode(rsa.e) + R"(","kty":"RSA","n":")" + base::base64url_encode(rsa.n) +
             R"("})";
    }
    std::string operator()(const crypto::EcPublic& ec) const {
      return R"({"crv":")" + std::string(curve_name(kind)) + R"(","kty":"EC","x":")" + base::base64url_encode(ec.x) +
             R"(","y":")" + base::base64url_encode(ec.y) + R"("})";
    }
    std::string operator()(const crypto::OkpPublic& okp) const {
      return R"({"crv":")" + std::string(curve_name(kind)) + R"(","kty":"OKP","x":")" + base::base64url_encode(okp.x) +
             R"("})";
    }
  };
  return std::visit(Writer{key.kind()}, key.components());
}

}  // namespace

std::string thumbprint(const crypto::PublicKey& key) { return digest_text(base::as_bytes(canonical(key))); }

std::string thumbprint(const base::SecretBytes& secret) {
  base::SecretBuilder text;
  text.append(R"({"k":")").append(base::base64url_encode_secret(secret)).append(R"(","kty":"oct"})");
  return text.take().reveal(digest_text);
}

std::string thumbprint(const VerifyKey& key) {
  return key.is_public() ? thumbprint(*key.public_key()) : thumbprint(*key.secret());
}

std::string thumbprint(const SigningKey& key) { return thumbprint(key.verify_key()); }

std::string thumbprint(const Jwk& jwk) {
  struct Thumbprint {
    std::string operator()(const base::SecretBytes& secret) const { return thumbprint(secret); }
    std::string operator()(const crypto::PrivateKey& key) const { return thumbprint(key.public_key()); }
    std::string operator()(const crypto::PublicKey& key) const { return thumbprint(key); }
  };
  return std::visit(Thumbprint{}, jwk.material);
}

}  // namespace jwtkeep::jose
