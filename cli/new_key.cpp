#include "cli/new_key.hpp"

#include <algorithm>
#include <iterator>

#include "cli/alg_names.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/name_list.hpp"

namespace jwtkeep::cli {

using base::fail;
using base::Reason;

base::Result<base::SecretBytes> secret_in_format(const base::SecretBytes& secret, const std::string& format) {
  if (format == "hex") return base::hex_encode_secret(secret);
  if (format == "base64") return base::base64_encode_secret(secret);
  if (format == "base64url") return base::base64url_encode_secret(secret);
  if (format == "raw") return secret.clone();
  return fail(Reason::bad_value, "a symmetric secret has no format \"" + format + "\"",
              base::choose_hint({"hex", "base64", "base64url", "raw", "jwk"}, format));
}

base::Result<NewKey> make_new_key(const NewKeyOptions& options) {
  if (jose::alg_from_name(options.alg)) return make_signing_key(options);
  if (jose::jwe_alg_from_name(options.alg)) return make_encryption_key(options);
  if (options.alg == "RSA1_5" || jose::enc_from_name(options.alg)) {
    return std::unexpected(parse_jwe_alg(options.alg).error());
  }
  auto known = jose::names_of(jose::algs());
  std::ranges::copy(jose::names_of(jose::jwe_algs()), std::back_inserter(known));
  return fail(Reason::bad_value, "no algorithm is called \"" + options.alg + "\"",
              base::did_you_mean(base::near_words(known, options.alg),
                                 "choose one of " + alg_list() + " to sign, or of " + jwe_alg_list() + " to encrypt"));
}

}  // namespace jwtkeep::cli
