#include "jwtkeep/probe/key_texts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::probe {
namespace {

class Texts {
 public:
  void add(std::string what, base::ByteView bytes) {
    const auto same = [&](const KeyText& text) { return base::same_bytes(text.bytes, bytes); };
    if (bytes.empty() || std::ranges::any_of(list_, same)) return;
    list_.push_back({std::move(what), base::Bytes(bytes.begin(), bytes.end())});
  }
  void add(std::string what, std::string_view text) { add(std::move(what), base::as_bytes(text)); }

  /// A PEM text as it comes out of files, editors and environment variables.
  void add_pem(const std::string& what, const std::string& pem) {
    add(what, std::string_view(pem));
    add(what + " without its last newline", std::string_view(pem).substr(0, pem.size() - 1));
    std::string lines;
    std::string escaped;
    for (const char c : pem) {
      lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
      escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    add(what + " with CR LF", std::string_view(lines));
    add(what + " with \\n written out", std::string_view(escaped));
  }

  std::vector<KeyText> take() { return std::move(list_); }

 private:
  std::vector<KeyText> list_;
};

/// A length and its bytes (RFC 4251 section 5).
void put_string(base::Bytes& out, base::ByteView bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  for (const auto shift : {24U, 16U, 8U, 0U}) out.push_back(static_cast<std::uint8_t>(size >> shift));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

/// A positive number: a zero in front where the first bit is set (RFC 4251 section 5, mpint).
void put_number(base::Bytes& out, const base::Bytes& number) {
  base::Bytes padded;
  if (!number.empty() && (number.front() & 0x80U) != 0) padded.push_back(0);
  padded.insert(padded.end(), number.begin(), number.end());
  put_string(out, padded);
}

std::string_view ssh_curve(crypto::KeyKind kind) {
  switch (kind) {
    case crypto::KeyKind::ec_p256: return "nistp256";
    case crypto::KeyKind::ec_p384: return "nistp384";
    case crypto::KeyKind::ec_p521: return "nistp521";
    default: return "";
  }
}

std::string ssh_line(std::string_view type, const base::Bytes& blob) {
  return std::string(type) + " " + base::base64_encode(blob);
}

/// As in `id_rsa.pub`, without a comment (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).
std::string open_ssh(const crypto::PublicComponents& numbers) {
  base::Bytes blob;
  if (const auto* rsa = std::get_if<crypto::RsaPublic>(&numbers)) {
    put_string(blob, base::as_bytes("ssh-rsa"));
    put_number(blob, rsa->e);
    put_number(blob, rsa->n);
    return ssh_line("ssh-rsa", blob);
  }
  if (const auto* ec = std::get_if<crypto::EcPublic>(&numbers)) {
    const auto curve = ssh_curve(ec->kind);
    if (curve.empty()) return "";
    const auto type = "ecdsa-sha2-" + std::string(curve);
    base::Bytes point{0x04};
    point.insert(point.end(), ec->x.begin(), ec->x.end());
    point.insert(point.end(), ec->y.begin(), ec->y.end());
    put_string(blob, base::as_bytes(type));
    put_string(blob, base::as_bytes(curve));
    put_string(blob, point);
    return ssh_line(type, blob);
  }
  const auto& okp = std::get<crypto::OkpPublic>(numbers);
  if (okp.kind != crypto::KeyKind::ed25519) return "";
  put_string(blob, base::as_bytes("ssh-ed25519"));
  put_string(blob, okp.x);
  return ssh_line("ssh-ed25519", blob);
}

void add_numbers(Texts& texts, const crypto::PublicComponents& numbers) {
  if (const auto* rsa = std::get_if<crypto::RsaPublic>(&numbers)) {
    texts.add("the bytes of n", base::ByteView(rsa->n));
    texts.add("n in base64url", std::string_view(base::base64url_encode(rsa->n)));
  } else if (const auto* okp = std::get_if<crypto::OkpPublic>(&numbers)) {
    texts.add("the bytes of x", base::ByteView(okp->x));
    texts.add("x in base64url", std::string_view(base::base64url_encode(okp->x)));
  } else if (const auto* ec = std::get_if<crypto::EcPublic>(&numbers)) {
    texts.add("the bytes of x", base::ByteView(ec->x));
    texts.add("x in base64url", std::string_view(base::base64url_encode(ec->x)));
  }
}

/// The JWK as libraries write it: the members that make the key, and those with what it is for.
void add_jwks(Texts& texts, const VerifierKey& key) {
  auto json = base::Json::object({{"kty", name(jose::info(*jose::alg_for(key.key.kind())).kty)}});
  jose::write_material(json, key.key);
  texts.add("the JWK with its key alone", std::string_view(base::write_json(json)));
  auto set = jose::PublicJwks();
  set.add(key.kid, *jose::alg_for(key.key.kind()), key.key);
  const auto whole = set.to_json();
  texts.add("the JWK", std::string_view(base::write_json(whole.find("keys")->items()->front())));
  texts.add("the JWK set", std::string_view(base::write_json(whole)));
}

}  // namespace

std::string pem_block(std::string_view label, base::ByteView der) {
  constexpr std::size_t kLine = 64;  // RFC 7468 section 2
  const auto body = base::base64_encode(der);
  std::string pem = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < body.size(); at += kLine) pem += body.substr(at, kLine) + "\n";
  return pem + "-----END " + std::string(label) + "-----\n";
}

std::vector<KeyText> key_texts(const VerifierKey& key) {
  Texts texts;
  texts.add_pem("SPKI in PEM", key.key.to_pem());
  if (const auto pkcs1 = key.key.to_pkcs1()) {
    texts.add_pem("PKCS#1 in PEM", pem_block("RSA PUBLIC KEY", *pkcs1));
    texts.add("PKCS#1 in DER", base::ByteView(*pkcs1));
  }
  const auto spki = key.key.to_spki();
  texts.add("SPKI in DER", base::ByteView(spki));
  texts.add("SPKI in base64, without PEM's lines", std::string_view(base::base64_encode(spki)));
  if (jose::alg_for(key.key.kind())) add_jwks(texts, key);
  add_numbers(texts, key.key.components());
  if (const auto line = open_ssh(key.key.components()); !line.empty()) {
    texts.add("OpenSSH's line", std::string_view(line));
    texts.add("OpenSSH's line with a newline", std::string_view(line + "\n"));
  }
  for (const auto& text : key.published) texts.add(text.what, base::ByteView(text.bytes));
  return texts.take();
}

}  // namespace jwtkeep::probe
