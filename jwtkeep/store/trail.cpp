#include "jwtkeep/store/trail.hpp"

#include <charconv>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::store {

std::string format_head(const TrailHead& head) {
  return std::to_string(head.count) + ":" + base::hex_encode(head.hash);
}

base::Result<TrailHead> parse_head(std::string_view text) {
  constexpr std::size_t kHashBytes = 32;
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    TrailHead head;
    const auto* end = text.data() + colon;
    const auto [stopped, error] = std::from_chars(text.data(), end, head.count);
    auto hash = base::hex_decode(text.substr(colon + 1));
    if (error == std::errc{} && stopped == end && hash && hash->size() == kHashBytes) {
      head.hash = *std::move(hash);
      return head;
    }
  }
  return base::fail(base::Reason::bad_value, "the head of a trail is written COUNT:HASH, the hash as 64 hex digits",
                    "give it as `jwtkeep log verify` printed it");
}

}  // namespace jwtkeep::store
