#include "jwtkeep/keyring/other_form.hpp"

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::keyring {

std::vector<OtherForm> other_forms(const base::SecretBytes& key) {
  std::vector<OtherForm> forms;
  key.reveal([&](base::ByteView text) {
    if (auto bytes = base::hex_decode_secret(text)) forms.push_back({"its hex decoded", std::move(*bytes)});
    if (auto bytes = base::base64url_decode_secret(text)) forms.push_back({"its base64url decoded", std::move(*bytes)});
    if (auto bytes = base::base64_decode_secret(text)) forms.push_back({"its base64 decoded", std::move(*bytes)});
  });
  forms.push_back({"the characters of its base64url text", base::base64url_encode_secret(key)});
  forms.push_back({"the characters of its base64 text", base::base64_encode_secret(key)});
  forms.push_back({"the characters of its hex text", base::hex_encode_secret(key)});
  base::SecretBuilder with_line_end;
  forms.push_back({"the secret and a line break behind it", with_line_end.append(key).append("\n").take()});
  return forms;
}

}  // namespace jwtkeep::keyring
