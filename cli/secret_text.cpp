#include "cli/secret_text.hpp"

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::cli {

using base::fail;
using base::Reason;
using base::SecretBytes;

bool looks_encoded(const SecretBytes& text) {
  return text.reveal(
      [](base::ByteView bytes) { return bytes.size() >= 16 && base::decode_secret_text(bytes).has_value(); });
}

base::Result<SecretBytes> key_of_text(SecretBytes text, const std::string& form) {
  if (form.empty() || form == "text") return text;
  if (form != "bytes")
    return fail(
        Reason::bad_value, "--form \"" + form + "\" is neither text nor bytes",
        base::did_you_mean(
            base::near_words({"text", "bytes"}, form),
            "write text where your services use the characters as they are, bytes where they decode them first"));
  auto bytes = text.reveal(base::decode_secret_text);
  if (!bytes)
    return fail(Reason::bad_value, "--form bytes: the secret is neither hex nor base64 nor base64url",
                "write --form text if your services use the characters as they are");
  return std::move(*bytes);
}

}  // namespace jwtkeep::cli
