#include "jwtkeep/store/key_file.hpp"

#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/kdf.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kLongestFile = 4096;
constexpr std::string_view kComment =
    "# jwtkeep key file: opens one store. Keep it apart from the store and out of git.\n";
constexpr std::string_view kIdLabel = "id: ";
constexpr std::string_view kKeyLabel = "jwtkeep-key-1 ";
constexpr std::string_view kAnyKeyLabel = "jwtkeep-key-";

/// Derived one way (HKDF), so it tells nothing of the key.
std::string id_of(const base::SecretBytes& key) {
  return crypto::derive(key, "jwtkeep key file id", kIdBytes).reveal([](base::ByteView bytes) {
    return base::hex_encode(bytes);
  });
}

std::unexpected<base::Error> refused(std::string why) {
  return fail(Reason::malformed, "the key file is not one that jwtkeep wrote: " + std::move(why),
              "give the file that `jwtkeep init` made, or a whole copy of it");
}

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

/// What the lines hold, while the text stays where it is.
struct Lines {
  std::optional<std::string_view> id;
  std::optional<std::string_view> key;
};

base::Result<Lines> read_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with(kIdLabel) && !lines.id) {
      lines.id = line.substr(kIdLabel.size());
    } else if (line.starts_with(kKeyLabel) && !lines.key) {
      lines.key = line.substr(kKeyLabel.size());
    } else if (line.starts_with(kAnyKeyLabel) && !lines.key) {
      return fail(Reason::newer_format, "the key file has a format that this jwtkeep does not know",
                  "use the jwtkeep that made it, or a newer one");
    } else {
      return refused("it has a line that does not belong there");
    }
  }
  if (!lines.id) return refused("its `id:` line is missing");
  if (!lines.key) return refused("its `jwtkeep-key-1` line is missing");
  return lines;
}

base::Result<Opener> parse_text(std::string_view text) {
  if (text.size() > kLongestFile) return refused("it is longer than 4096 bytes");
  JWTKEEP_TRY(const auto lines, read_lines(text));
  auto key = base::base64url_decode_secret(base::as_bytes(*lines.key));
  if (!key || key->size() != kKeyBytes) return refused("its key is not 32 bytes of base64url");
  auto id = id_of(*key);
  if (id != *lines.id) return refused("its id does not belong to its key, so one of the two was changed");
  return Opener::key_file(*std::move(key), std::move(id));
}

}  // namespace

base::SecretBytes make_key_file() {
  const auto key = crypto::random_secret(kKeyBytes);
  base::SecretBuilder text;
  text.append(kComment).append(kIdLabel).append(std::string_view(id_of(key))).append(std::string_view("\n"));
  text.append(kKeyLabel).append(base::base64url_encode_secret(key)).append(std::string_view("\n"));
  return text.take();
}

base::Result<Opener> parse_key_file(const base::SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) { return parse_text(base::as_text(bytes)); });
}

}  // namespace jwtkeep::store
