#include "cli/secret_text.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/keyring/policy_wishes.hpp"

namespace jwtkeep::cli {

using base::fail;
using base::Reason;
using base::SecretBytes;

bool looks_encoded(const SecretBytes& text) {
  return text.reveal(
      [](base::ByteView bytes) { return bytes.size() >= 16 && base::decode_secret_text(bytes).has_value(); });
}

base::Result<SecretBytes> key_of_text(SecretBytes text, const std::string& form) {
  if (form.empty()) return text;
  JWTKEEP_TRY(const auto chosen, keyring::parse_form(form, "--form"));
  if (chosen == keyring::Form::text) return text;
  auto bytes = text.reveal(base::decode_secret_text);
  if (!bytes)
    return fail(Reason::bad_value, "--form bytes: the secret is neither hex nor base64 nor base64url",
                "write --form text if your services use the characters as they are");
  return std::move(*bytes);
}

}  // namespace jwtkeep::cli
