#include "jwtkeep/http/message.hpp"

#include <algorithm>

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::http {

using base::fail;
using base::Reason;

std::string_view word(Method method) noexcept {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
  }
  return "GET";
}

std::optional<std::string> Response::field(std::string_view name) const {
  std::optional<std::string> joined;
  for (const auto& each : fields) {
    if (each.name != name) continue;
    if (joined) {
      *joined += ", " + each.value;
    } else {
      joined = each.value;
    }
  }
  return joined;
}

base::Result<void> check_field(const RequestField& field) {
  if (field.name.empty() || !std::ranges::all_of(field.name, is_token_char)) {
    return fail(Reason::bad_value, "a header's name is not a token (RFC 9110 section 5.1)");
  }
  const bool clean = field.value.reveal([](base::ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return (byte >= 0x20 && byte != 0x7f) || byte == '\t'; });
  });
  if (!clean) {
    return fail(Reason::bad_value, "the value of the header " + field.name + " holds a control character",
                "a line break at the end of a file or variable is the commonest cause");
  }
  return {};
}

}  // namespace jwtkeep::http
