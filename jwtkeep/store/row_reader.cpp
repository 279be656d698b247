#include "jwtkeep/store/row_reader.hpp"

#include "jwtkeep/base/base64url.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::store {

using base::fail;
using base::Reason;

std::string tellable(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  const bool harmless = !text.empty() && text.size() <= kLongest && base::is_printable_ascii(base::as_bytes(text));
  return harmless ? std::string(text) : "?";
}

std::unexpected<base::Error> tampered(const std::string& place, std::string_view why) {
  return fail(Reason::tampered, place + ": " + std::string(why),
              "the store was changed by something other than jwtkeep, or is damaged: find out who can write to it, "
              "then restore a backup");
}

base::Result<RowReader> RowReader::parse(std::string place, std::string_view text) {
  auto json = base::parse_json(text);
  if (!json) return tampered(place, json.error().what);
  if (!json->is_object()) return tampered(place, "its row is not a JSON object");
  return RowReader(std::move(place), *std::move(json));
}

std::unexpected<base::Error> RowReader::odd(std::string_view name) const {
  return tampered(place_, "the member \"" + std::string(name) + "\" is missing or of the wrong kind");
}

base::Result<std::string> RowReader::text(std::string_view name) const {
  const auto* member = json_.find(name);
  if (member == nullptr || member->string() == nullptr) return odd(name);
  return *member->string();
}

base::Result<std::uint64_t> RowReader::count(std::string_view name) const {
  const auto* member = json_.find(name);
  if (member == nullptr || member->integer() == nullptr || *member->integer() < 0) return odd(name);
  return static_cast<std::uint64_t>(*member->integer());
}

base::Result<base::Instant> RowReader::instant(std::string_view name) const {
  JWTKEEP_TRY(const auto member, text(name));
  const auto at = base::parse_instant(member);
  if (!at) return odd(name);
  return *at;
}

base::Result<base::Bytes> RowReader::base64url(std::string_view name) const {
  JWTKEEP_TRY(const auto member, text(name));
  // What is secret in a row is sealed, so that the fast decoder may see its text.
  base::Bytes bytes(base::base64url_bytes_size(member.size()));
  if (!base::base64url_decode_to(member, bytes)) return odd(name);
  return bytes;
}

base::Result<base::Bytes> RowReader::hex(std::string_view name, std::size_t size_bytes) const {
  JWTKEEP_TRY(const auto member, text(name));
  auto bytes = base::hex_decode(member);
  if (!bytes || bytes->size() != size_bytes) return odd(name);
  return *std::move(bytes);
}

base::Result<base::Json::Array> RowReader::items(std::string_view name) const {
  const auto* member = json_.find(name);
  if (member == nullptr || member->items() == nullptr) return odd(name);
  return *member->items();
}

}  // namespace jwtkeep::store
