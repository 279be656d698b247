#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/new_key.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

constexpr int kMostSymmetricBits = 65536;

base::Result<int> symmetric_bits(const NewKeyOptions& options, const jose::AlgInfo& alg) {
  if (options.bits == 0) return alg.min_key_bits;
  if (options.bits < alg.min_key_bits) {
    return fail(Reason::bad_value,
                fmt::format("--bits {} is fewer than the {} bits that {} needs (RFC 7518 section 3.2)", options.bits,
                            alg.min_key_bits, alg.name),
                fmt::format("leave --bits out, or give {} or more", alg.min_key_bits));
  }
  if (options.bits % 8 != 0 || options.bits > kMostSymmetricBits) {
    return fail(Reason::bad_value, fmt::format("--bits has to be a multiple of 8, at most {}", kMostSymmetricBits),
                "leave --bits out for the usual size");
  }
  return options.bits;
}

base::Result<NewKey> make_secret(const NewKeyOptions& options, const jose::AlgInfo& alg) {
  if (!options.crv.empty()) {
    return fail(Reason::bad_value, fmt::format("an {} secret has no curve", alg.name), "leave --crv out");
  }
  JWTKEEP_TRY(const int bits, symmetric_bits(options, alg));
  const std::string format = options.format.empty() ? "hex" : options.format;
  const auto secret = crypto::random_secret(static_cast<std::size_t>(bits) / 8);
  NewKey made;
  made.is_line = format != "raw";
  if (format == "jwk") {
    JWTKEEP_TRY(const auto key, jose::SigningKey::make(jose::thumbprint(secret), alg.alg, secret.clone()));
    made.text = base::write_with_secrets(jose::private_jwk(key), false);
  } else {
    JWTKEEP_TRY(made.text, secret_in_format(secret, format));
  }
  made.json = base::Json::object({{"alg", alg.name}, {"bits", bits}, {"format", format}});
  // Raw bytes are not UTF-8; JSON gets them as base64url.
  made.json.set("secret", format == "raw" ? base::base64url_encode_secret(secret) : made.text.clone());
  return made;
}

/// The algorithm's kind of key, or that of `--crv`, which only `EdDSA` leaves open.
base::Result<crypto::KeyKind> signing_kind_for(const NewKeyOptions& options, const jose::AlgInfo& alg) {
  const auto usual = *jose::kind_for(alg.alg);
  if (options.crv.empty()) return usual;
  for (const auto kind : crypto::key_kinds()) {
    if (jose::curve_name(kind) == options.crv && jose::scheme_for(alg.alg, kind)) return kind;
  }
  return fail(Reason::bad_value, fmt::format("{} keys are on no curve \"{}\"", alg.name, options.crv),
              alg.alg == jose::Alg::EdDSA ? base::choose_hint({"Ed25519", "Ed448"}, options.crv) : "leave --crv out");
}

base::Result<NewKey> make_pair(const NewKeyOptions& options, const jose::AlgInfo& alg) {
  const bool rsa = alg.kty == jose::KeyType::rsa;
  if (options.bits != 0 && !rsa && options.bits != alg.min_key_bits) {
    return fail(Reason::bad_value, fmt::format("{} keys have no choice of size", alg.name), "leave --bits out");
  }
  const std::string format = options.format.empty() ? "pem" : options.format;
  if (format != "pem" && format != "jwk") {
    return fail(Reason::bad_value, fmt::format("a key pair has no format \"{}\"", format),
                base::choose_hint({"pem", "jwk"}, format));
  }
  JWTKEEP_TRY(const auto kind, signing_kind_for(options, alg));
  JWTKEEP_TRY(const auto key, options.bits == 0 ? crypto::PrivateKey::generate(kind)
                                                : crypto::PrivateKey::generate(kind, options.bits));
  JWTKEEP_TRY(const auto signing, jose::SigningKey::make(jose::thumbprint(key.public_key()), alg.alg, key));
  NewKey made;
  made.is_line = format == "jwk";
  made.json = base::Json::object({{"alg", alg.name}, {"bits", key.bits()}, {"format", format}, {"kid", signing.kid()}});
  if (format == "jwk") {
    JWTKEEP_TRY(auto public_jwk, jose::public_jwk(signing.verify_key()));
    made.public_text = base::write_json(public_jwk) + "\n";
    made.text = base::write_with_secrets(jose::private_jwk(signing), false);
    made.json.set("secret", made.text.clone());
    made.json.set("public", std::move(public_jwk));
  } else {
    made.public_text = key.public_key().to_pem();
    made.text = key.to_pem();
    made.json.set("secret", key.to_pem());
    made.json.set("public", made.public_text);
  }
  return made;
}

}  // namespace

base::Result<NewKey> make_signing_key(const NewKeyOptions& options) {
  JWTKEEP_TRY(const auto alg, parse_alg(options.alg));
  if (!options.enc.empty()) {
    return fail(Reason::bad_value, options.alg + " signs: it has no content encryption", "leave --enc out");
  }
  return jose::is_symmetric(alg) ? make_secret(options, jose::info(alg)) : make_pair(options, jose::info(alg));
}

}  // namespace jwtkeep::cli
