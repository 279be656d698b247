#include "cli/verifier_keys.hpp"

#include <fmt/format.h>

#include "cli/input.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/probe/key_texts.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostKeys = 32;

base::Bytes bytes_of(std::string_view text) {
  const auto bytes = base::as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

void publish(probe::VerifierKey& key, const std::string& what, std::string_view text) {
  key.published.push_back({what, bytes_of(text)});
  if (text.ends_with('\n')) {
    key.published.push_back({what + " without its last newline", bytes_of(text.substr(0, text.size() - 1))});
  }
}

void publish_certificate(probe::VerifierKey& key, base::ByteView der) {
  publish(key, "the certificate in PEM", probe::pem_block("CERTIFICATE", der));
  publish(key, "the certificate in base64", base::base64_encode(der));
  key.published.push_back({"the certificate in DER", base::Bytes(der.begin(), der.end())});
}

base::Result<std::string> fetch(const std::string& url) {
  JWTKEEP_TRY(auto parsed, http::Url::parse(url));
  JWTKEEP_TRY(auto client, http::Client::open({.allow_private_addresses = true, .allow_loopback_http = true}));
  JWTKEEP_TRY(const auto response, client.send({.url = std::move(parsed)}));
  if (response.status != 200) {
    return fail(Reason::io_failed, fmt::format("{} answers {}", response.url.shown(), response.status),
                "see that it is the address of the JWK set");
  }
  return response.body.reveal([](base::ByteView body) { return std::string(base::as_text(body)); });
}

base::Result<std::string> read_source(const std::string& source) {
  if (source.starts_with("https://") || source.starts_with("http://")) return fetch(source);
  return read_text_file(source);
}

/// One entry of a set, or a JWK by itself.
base::Result<void> add_jwk(VerifierKeys& keys, const base::Json& json) {
  const auto text = base::write_json(json);
  JWTKEEP_TRY(const auto jwk, jose::parse_jwk(std::string_view(text)));
  if (jwk.may.encrypt) {
    if (auto key = jose::encryption_key(jwk)) keys.encryption.push_back(*std::move(key));
  }
  const auto key = jose::public_half(jwk.material);
  if (!key || !jwk.may.verify) return {};
  probe::VerifierKey found{.kid = jwk.kid.value_or(""), .key = *key};
  publish(found, "the JWK as it was published", text);
  if (const auto* chain = json.find("x5c"); chain != nullptr && chain->items() != nullptr && !chain->items()->empty()) {
    const auto* first = chain->items()->front().string();
    if (const auto der = first == nullptr ? std::nullopt : base::base64_decode(*first))
      publish_certificate(found, *der);
  }
  keys.keys.push_back(std::move(found));
  return {};
}

base::Result<probe::VerifierKey> key_of_file(std::string_view text) {
  if (const auto der = crypto::certificate_in_pem(text)) {
    JWTKEEP_TRY(auto key, crypto::certificate_key(*der));
    probe::VerifierKey found{.kid = {}, .key = std::move(key)};
    publish_certificate(found, *der);
    return found;
  }
  if (text.contains("-----BEGIN ")) {
    JWTKEEP_TRY(auto key, crypto::PublicKey::from_pem(text));
    return probe::VerifierKey{.kid = {}, .key = std::move(key)};
  }
  const auto bytes = base::as_bytes(text);
  if (auto key = crypto::certificate_key(bytes)) {
    probe::VerifierKey found{.kid = {}, .key = *std::move(key)};
    publish_certificate(found, bytes);
    return found;
  }
  JWTKEEP_TRY(auto key, crypto::PublicKey::from_der(bytes));
  return probe::VerifierKey{.kid = {}, .key = std::move(key)};
}

}  // namespace

void add_encryption(std::vector<jose::EncryptionKey>& keys, const std::string& kid, const crypto::PublicKey& key) {
  const auto alg = key.kind() == crypto::KeyKind::rsa ? jose::JweAlg::RSA_OAEP : jose::JweAlg::ECDH_ES;
  if (auto made = jose::EncryptionKey::make(kid, alg, key)) keys.push_back(*std::move(made));
}

base::Result<void> add_jwks(VerifierKeys& keys, const std::string& source, Session& session) {
  JWTKEEP_TRY(const auto text, read_source(source));
  auto json = base::parse_json(text);
  const auto* list = json ? json->find("keys") : nullptr;
  if (list == nullptr || list->items() == nullptr) {
    return fail(Reason::bad_value, source + " holds no JWK set" + (json ? "" : ": " + json.error().what),
                "give a JWK set (RFC 7517 section 5); a key by itself goes with --public-key");
  }
  for (const auto& entry : *list->items()) {
    if (const auto added = add_jwk(keys, entry); !added) {
      session.out().warn(source + ": a key is left out: " + printable(added.error().what));
    }
    if (keys.keys.size() >= kMostKeys) break;
  }
  if (keys.keys.empty() && keys.encryption.empty()) {
    return fail(Reason::bad_value, source + " holds no public key", "see what its entries lack, or give another set");
  }
  return {};
}

base::Result<void> add_public_key(VerifierKeys& keys, const std::string& path) {
  JWTKEEP_TRY(const auto text, read_text_file(path));
  if (text.starts_with('{')) {
    JWTKEEP_TRY(const auto json, base::parse_json(text));
    const auto before = keys.keys.size();
    if (const auto added = add_jwk(keys, json); !added || keys.keys.size() == before) {
      return fail(Reason::bad_value, path + ": " + (added ? "no public key for signatures" : added.error().what),
                  "give one public JWK; a set goes with --jwks");
    }
    return {};
  }
  auto key = key_of_file(text);
  if (!key) {
    return fail(Reason::bad_value, path + ": " + key.error().what,
                key.error().hint.empty() ? "give a public key or a certificate, in PEM or DER" : key.error().hint);
  }
  publish(*key, "the file as it is", text);
  keys.keys.push_back(*std::move(key));
  return {};
}

}  // namespace jwtkeep::cli
