#include "jwtkeep/crack/input.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/candidates/opened_file.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::uint64_t kEndBytes = std::uint64_t{64} << 10;

}  // namespace

base::Result<Input> look_at(const std::string& path) {
  JWTKEEP_TRY(const auto file, OpenedFile::open(path));
  if (!file.is_regular()) return Input{.path = path};
  // All of a list of some gigabytes would take longer than most runs.
  std::string ends(static_cast<std::size_t>(2 * kEndBytes), '\0');
  JWTKEEP_TRY(auto size, file.read_at(0, std::span(ends).first(kEndBytes)));
  const auto from = std::max<std::uint64_t>(size, file.size() - std::min(file.size(), kEndBytes));
  JWTKEEP_TRY(const auto more, file.read_at(from, std::span(ends).subspan(size, kEndBytes)));
  size += more;
  const auto digest = crypto::digest(crypto::Hash::sha256, base::as_bytes(std::string_view(ends).substr(0, size)));
  return Input{.path = path, .size = file.size(), .modified = file.modified(), .digest = base::hex_encode(digest)};
}

}  // namespace jwtkeep::crack
