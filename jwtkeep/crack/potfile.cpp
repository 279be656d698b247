#include "jwtkeep/crack/potfile.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/candidates/lines.hpp"

namespace jwtkeep::crack {

base::SecretBytes potfile_line(std::string_view token, const base::SecretBytes& secret) {
  base::SecretBuilder line;
  line.append(token).append(":");
  secret.reveal([&](base::ByteView bytes) {
    if (is_plain_word(bytes)) {
      line.append(bytes);
    } else {
      line.append("$HEX[").append(base::hex_encode_secret(secret)).append("]");
    }
  });
  line.append("\n");
  return line.take();
}

std::string words_of_potfile(std::string_view potfile, std::span<const std::string> tokens) {
  std::string words;
  while (!potfile.empty()) {
    const auto end = potfile.find('\n');
    const auto line = potfile.substr(0, end);
    potfile.remove_prefix(end == std::string_view::npos ? potfile.size() : end + 1);
    // A compact token has no colon.
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || std::ranges::find(tokens, line.substr(0, colon)) == tokens.end()) continue;
    words.append(line.substr(colon + 1)).append("\n");
  }
  return words;
}

}  // namespace jwtkeep::crack
