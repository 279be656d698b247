// A server's answer made of a fuzz target's bytes, and what no message may repeat of one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::fuzz {

/// The status on the first line, then the body.
inline http::Response answer_of(std::string_view text, std::string_view url) {
  const auto end = std::min(text.find('\n'), text.size());
  http::Response response{.url = http::Url::parse(url).value()};
  for (const char c : text.substr(0, std::min<std::size_t>(end, 3))) {
    response.status = response.status * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
  }
  response.body = base::SecretBytes::copy_of(text.substr(std::min(end + 1, text.size())));
  return response;
}

/// The longest run of characters that a credential could be made of.
inline std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    const bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         std::string_view("-_+/=").contains(c);
    run = is_part ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace jwtkeep::fuzz
