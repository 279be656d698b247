#include "jwtkeep/jose/thumbprint.hpp"

#include <array>
#include <span>

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

std::optional<std::string> thumbprint(const base::Json& public_jwk) {
  constexpr std::array<std::string_view, 3> kRsa{"e", "kty", "n"};
  constexpr std::array<std::string_view, 4> kEc{"crv", "kty", "x", "y"};
  constexpr std::array<std::string_view, 3> kOkp{"crv", "kty", "x"};
  const auto* kty = public_jwk.find("kty");
  if (kty == nullptr || kty->string() == nullptr) return std::nullopt;
  std::span<const std::string_view> required;
  if (*kty->string() == "RSA") required = kRsa;
  if (*kty->string() == "EC") required = kEc;
  if (*kty->string() == "OKP") required = kOkp;
  if (required.empty()) return std::nullopt;
  std::string text;
  for (const auto name : required) {
    const auto* member = public_jwk.find(name);
    if (member == nullptr || member->string() == nullptr) return std::nullopt;
    const auto& value = *member->string();
    const bool is_number = name.size() == 1;
    if (is_number && !base::base64url_decode(value)) return std::nullopt;
    text.append(text.empty() ? "{" : ",").append(base::quote_json(name)).append(":").append(base::quote_json(value));
  }
  return digest_text(base::as_bytes(text + "}"));
}

}  // namespace jwtkeep::jose
