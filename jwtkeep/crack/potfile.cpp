#include "jwtkeep/crack/potfile.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/candidates/lines.hpp"

namespace jwtkeep::crack {

base::SecretBytes word_of_secret(const base::SecretBytes& secret) {
  if (secret.reveal(is_plain_word)) return secret.clone();
  base::SecretBuilder word;
  word.append("$HEX[").append(base::hex_encode_secret(secret)).append("]");
  return word.take();
}

base::SecretBytes potfile_line(std::string_view token, const base::SecretBytes& secret) {
  base::SecretBuilder line;
  line.append(token).append(":").append(word_of_secret(secret)).append("\n");
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
