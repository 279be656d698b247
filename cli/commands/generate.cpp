#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/policy_options.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

constexpr int kMostCount = 10000;
constexpr int kMostSymmetricBits = 65536;

struct Options {
  std::string alg = "HS256";
  int bits = 0;
  std::string format;
  int count = 1;
};

/// One generated secret or key: its text for stdout, and its JSON.
struct Generated {
  SecretBytes text;
  base::Json json;
};

base::Result<int> symmetric_bits(const Options& options, const jose::AlgInfo& alg) {
  if (options.bits == 0) return alg.min_key_bits;
  if (options.bits < alg.min_key_bits) {
    return fail(Reason::bad_value,
                fmt::format("--bits {} is fewer than the {} bits that {} needs (RFC 7518 section 3.2)", options.bits,
                            alg.min_key_bits, alg.name),
                fmt::format("leave --bits out, or give {} or more", alg.min_key_bits));
  }
  if (options.bits % 8 != 0 || options.bits > kMostSymmetricBits) {
    return fail(Reason::bad_value, fmt::format("--bits has to be a multiple of 8, at most {}", kMostSymmetricBits));
  }
  return options.bits;
}

base::Result<SecretBytes> write_symmetric(const SecretBytes& secret, const std::string& format, jose::Alg alg) {
  if (format == "hex") return base::hex_encode_secret(secret);
  if (format == "base64") return base::base64_encode_secret(secret);
  if (format == "base64url") return base::base64url_encode_secret(secret);
  if (format == "raw") return secret.clone();
  if (format == "jwk") {
    JWTKEEP_TRY(const auto key, jose::SigningKey::make(jose::thumbprint(secret), alg, secret.clone()));
    return base::write_with_secrets(jose::private_jwk(key), false);
  }
  return fail(Reason::bad_value, fmt::format("a symmetric secret has no format \"{}\"", format),
              "choose hex, base64, base64url, raw or jwk");
}

base::Result<Generated> generate_symmetric(const Options& options, const jose::AlgInfo& alg) {
  JWTKEEP_TRY(const int bits, symmetric_bits(options, alg));
  const std::string format = options.format.empty() ? "hex" : options.format;
  const auto secret = crypto::random_secret(static_cast<std::size_t>(bits) / 8);
  Generated made;
  JWTKEEP_TRY(made.text, write_symmetric(secret, format, alg.alg));
  made.json = base::Json::object({{"alg", alg.name}, {"bits", bits}, {"format", format}});
  // Raw bytes are not UTF-8; JSON gets them as base64url.
  made.json.set("secret", format == "raw" ? base::base64url_encode_secret(secret) : made.text.clone());
  return made;
}

base::Result<Generated> generate_pair(const Options& options, const jose::AlgInfo& alg) {
  const bool rsa = alg.kty == jose::KeyType::rsa;
  if (options.bits != 0 && !rsa && options.bits != alg.min_key_bits) {
    return fail(Reason::bad_value, fmt::format("{} keys have no choice of size", alg.name), "leave --bits out");
  }
  const std::string format = options.format.empty() ? "pem" : options.format;
  if (format != "pem" && format != "jwk") {
    return fail(Reason::bad_value, fmt::format("a key pair has no format \"{}\"", format), "choose pem or jwk");
  }
  const auto kind = jose::kind_for(alg.alg);
  JWTKEEP_TRY(const auto key, options.bits == 0 ? crypto::PrivateKey::generate(*kind)
                                                : crypto::PrivateKey::generate(*kind, options.bits));
  const auto public_key = key.public_key();
  JWTKEEP_TRY(const auto signing, jose::SigningKey::make(jose::thumbprint(public_key), alg.alg, key));
  JWTKEEP_TRY(auto public_jwk, jose::public_jwk(signing.verify_key()));
  Generated made;
  made.json = base::Json::object({{"alg", alg.name}, {"bits", key.bits()}, {"format", format}, {"kid", signing.kid()}});
  if (format == "jwk") {
    made.text = base::write_with_secrets(jose::private_jwk(signing), false);
    made.json.set("secret", made.text.clone());
    made.json.set("public", std::move(public_jwk));
  } else {
    base::SecretBuilder both;
    made.text = both.append(key.to_pem()).append(public_key.to_pem()).take();
    made.json.set("secret", key.to_pem());
    made.json.set("public", public_key.to_pem());
  }
  return made;
}

base::Result<int> generate(const Options& options, Session& session) {
  JWTKEEP_TRY(const auto alg, parse_alg(options.alg));
  if (options.count < 1 || options.count > kMostCount) {
    return fail(Reason::bad_value, fmt::format("--count has to be 1 to {}", kMostCount));
  }
  const auto& info = jose::info(alg);
  auto list = base::Json::array();
  for (int i = 0; i < options.count; ++i) {
    JWTKEEP_TRY(auto made, !jose::is_symmetric(alg) ? generate_pair(options, info) : generate_symmetric(options, info));
    if (session.json()) {
      list.push(std::move(made.json));
    } else {
      const bool line = options.format != "raw" && (options.format == "jwk" || jose::is_symmetric(alg));
      session.out().secret(made.text, line);
    }
  }
  if (session.json()) {
    session.out().document_with_secrets(options.count == 1 ? list.items()->front() : list);
  }
  return 0;
}

}  // namespace

void add_generate(Commands& commands) {
  auto options = std::make_shared<Options>();
  auto& app = commands.add("generate", "Make a new secret or key pair; no store needed",
                           "  jwtkeep generate --format base64url\n"
                           "  jwtkeep generate --alg EdDSA --format jwk");
  app.add_option("--alg", options->alg, "HS256, HS384, HS512, RS256, ES256 or EdDSA (default HS256)");
  app.add_option("--bits", options->bits,
                 "size: 256 and more for HS256, 2048 and more for RS256 (default 256; RSA 3072)");
  app.add_option("--format", options->format,
                 "hex (default), base64, base64url, raw or jwk; key pairs: pem (default) or jwk");
  app.add_option("--count", options->count, "how many (default 1)");
  commands.on(app, [options](Session& session) { return generate(*options, session); });
}

}  // namespace jwtkeep::cli
