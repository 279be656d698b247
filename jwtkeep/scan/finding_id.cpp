#include "jwtkeep/scan/finding_id.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/scan/characters.hpp"

namespace jwtkeep::scan {

std::string finding_id(const Finding& finding, std::string_view secret, std::size_t nth) {
  constexpr std::size_t kOfSecret = 2;
  constexpr std::size_t kOfId = 16;
  Characters salted(finding.place.path);
  salted.push_back('\0');
  salted.append(secret);
  const auto of_secret = crypto::digest(crypto::Hash::sha256, salted.bytes());
  std::string text = "jwtkeep scan 1";
  for (const std::string_view part : {std::string_view(finding.rule), std::string_view(finding.place.path),
                                      std::string_view(finding.name), std::string_view(finding.place.line)}) {
    text += '\0';
    // Indentation and the spaces within may change.
    for (const char c : part) {
      if (c != ' ') text += c;
    }
  }
  text += '\0';
  text += base::as_text(base::ByteView(of_secret).first(kOfSecret));
  text += std::to_string(nth);
  const auto id = crypto::digest(crypto::Hash::sha256, base::as_bytes(text));
  return base::hex_encode(base::ByteView(id).first(kOfId));
}

}  // namespace jwtkeep::scan
