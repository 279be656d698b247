#include "jwtkeep/jose/compact_parts.hpp"

#include "jwtkeep/base/base64url.hpp"

namespace jwtkeep::jose {

using base::fail;
using base::Reason;

base::Result<CompactParts> split_compact(std::string_view compact) {
  constexpr auto kNone = std::string_view::npos;
  const auto next = [&](std::size_t from) { return from == kNone ? from : compact.find('.', from + 1); };
  const auto first = compact.find('.');
  const auto second = next(first);
  const auto third = next(second);
  if (second == kNone || third != kNone) {
    // Two dots more and no others: the five parts of an encrypted token (RFC 7516 section 9).
    const auto fourth = next(third);
    const bool five = fourth != kNone && next(fourth) == kNone;
    return fail(Reason::malformed, "a signed token has three parts with a dot between them (RFC 7515 section 3.1)",
                five ? "this is an encrypted token (JWE): decrypt it instead" : "");
  }
  return CompactParts{compact.substr(0, first), compact.substr(first + 1, second - first - 1),
                      compact.substr(second + 1)};
}

base::Result<base::Bytes> decode_part(std::string_view part, std::string_view which) {
  base::Bytes bytes(base::base64url_bytes_size(part.size()));
  if (!base::base64url_decode_to(part, bytes)) {
    return fail(Reason::malformed,
                "the token's " + std::string(which) + " is not strict base64url (RFC 7515 section 2)");
  }
  return bytes;
}

}  // namespace jwtkeep::jose
