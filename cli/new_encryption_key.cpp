#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/new_key.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// What an encryption key is written as: nothing else says what it is for.
std::string format_of(const NewKeyOptions& options) { return options.format.empty() ? "jwk" : options.format; }

base::Result<void> check_without(const std::string& value, const std::string& option, const std::string& why) {
  if (value.empty()) return {};
  return fail(Reason::bad_value, why, "leave " + option + " out");
}

base::Result<jose::AllowedEncs> enc_of(const NewKeyOptions& options, jose::JweAlg alg) {
  if (alg != jose::JweAlg::dir) {
    JWTKEEP_CHECK(check_without(options.enc, "--enc", options.alg + " keys serve every content encryption"));
    return jose::AllowedEncs{};
  }
  if (options.enc.empty()) {
    return fail(Reason::bad_value, "a dir key encrypts the content itself, so it belongs to one content encryption",
                "say which: --enc A256GCM");
  }
  JWTKEEP_TRY(const auto enc, parse_enc(options.enc));
  return jose::AllowedEncs{enc};
}

void set_head(NewKey& made, const NewKeyOptions& options, int bits, const std::string& kid) {
  made.json = base::Json::object({{"alg", options.alg}});
  if (!options.enc.empty()) made.json.set("enc", options.enc);
  made.json.set("bits", bits);
  made.json.set("format", format_of(options));
  made.json.set("kid", kid);
}

base::Result<NewKey> make_secret(const NewKeyOptions& options, jose::JweAlg alg) {
  JWTKEEP_CHECK(check_without(options.crv, "--crv", options.alg + " keys have no curve"));
  JWTKEEP_TRY(auto encs, enc_of(options, alg));
  const auto size = encs.empty() ? jose::info(alg).wrapping_key_bytes : jose::key_size_bytes(encs.front());
  const int bits = static_cast<int>(size) * 8;
  if (options.bits != 0 && options.bits != bits) {
    return fail(Reason::bad_value, fmt::format("{} keys have {} bits", options.alg, bits), "leave --bits out");
  }
  const auto format = format_of(options);
  const auto secret = crypto::random_secret(size);
  JWTKEEP_TRY(const auto key,
              jose::DecryptionKey::make(jose::thumbprint(secret), alg, secret.clone(), std::move(encs)));
  NewKey made;
  made.is_line = format != "raw";
  if (format == "jwk") {
    made.text = base::write_with_secrets(jose::private_jwk(key), false);
  } else {
    JWTKEEP_TRY(made.text, secret_in_format(secret, format));
  }
  set_head(made, options, bits, key.kid());
  made.json.set("secret", format == "raw" ? base::base64url_encode_secret(secret) : made.text.clone());
  return made;
}

base::Result<crypto::KeyKind> encryption_kind_for(const NewKeyOptions& options, jose::JweAlg alg) {
  if (jose::info(alg).management == jose::KeyManagement::rsa_oaep) {
    JWTKEEP_CHECK(check_without(options.crv, "--crv", "RSA keys have no curve"));
    return crypto::KeyKind::rsa;
  }
  if (options.bits != 0) {
    return fail(Reason::bad_value, options.alg + " keys have the size of their curve", "choose it with --crv");
  }
  if (options.crv.empty()) return crypto::KeyKind::ec_p256;
  std::vector<std::string> known;
  for (const auto kind : crypto::key_kinds()) {
    if (!crypto::can_agree(kind)) continue;
    if (jose::curve_name(kind) == options.crv) return kind;
    known.emplace_back(jose::curve_name(kind));
  }
  return fail(Reason::bad_value, fmt::format("{} keys are on no curve \"{}\"", options.alg, options.crv),
              base::choose_hint(known, options.crv));
}

base::Result<NewKey> make_pair(const NewKeyOptions& options, jose::JweAlg alg) {
  JWTKEEP_CHECK(check_without(options.enc, "--enc", options.alg + " keys serve every content encryption"));
  const auto format = format_of(options);
  if (format != "pem" && format != "jwk") {
    return fail(Reason::bad_value, fmt::format("a key pair has no format \"{}\"", format),
                base::choose_hint({"jwk", "pem"}, format));
  }
  JWTKEEP_TRY(const auto kind, encryption_kind_for(options, alg));
  JWTKEEP_TRY(const auto key, options.bits == 0 ? crypto::PrivateKey::generate(kind)
                                                : crypto::PrivateKey::generate(kind, options.bits));
  JWTKEEP_TRY(const auto opening, jose::DecryptionKey::make(jose::thumbprint(key.public_key()), alg, key));
  NewKey made;
  set_head(made, options, key.bits(), opening.kid());
  made.is_line = format == "jwk";
  if (format == "jwk") {
    JWTKEEP_TRY(auto public_jwk, jose::public_jwk(opening.encryption_key()));
    made.public_text = base::write_json(public_jwk) + "\n";
    made.text = base::write_with_secrets(jose::private_jwk(opening), false);
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

base::Result<NewKey> make_encryption_key(const NewKeyOptions& options) {
  JWTKEEP_TRY(const auto alg, parse_jwe_alg(options.alg));
  if (jose::info(alg).management == jose::KeyManagement::password) {
    return fail(Reason::bad_value, options.alg + " takes a password, not a key",
                "encrypt by: jwtkeep encrypt --password-env NAME; a strong one: jwtkeep generate --format base64url");
  }
  return jose::is_symmetric(alg) ? make_secret(options, alg) : make_pair(options, alg);
}

}  // namespace jwtkeep::cli
