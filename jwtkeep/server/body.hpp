// Bodies of requests, read strictly.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server {

inline constexpr std::size_t kMostBodyBytes = std::size_t{8} << 20;

/// The media type without its parameters, in the spelling of who sent it.
std::string_view media_type(const web::Incoming& incoming);

/// One JSON object with no other members than those; an empty one for an empty body. Errors: `malformed`,
/// `duplicate_member`, `too_large`; `bad_value` for a member that means nothing here, which is a mistake rather than a
/// wish. Of `secret_names` texts go to guarded memory.
base::Result<base::Json> json_body(const web::Incoming& incoming, std::span<const std::string_view> members,
                                   std::vector<std::string_view> secret_names = {});
inline base::Result<base::Json> json_body(const web::Incoming& incoming,
                                          std::initializer_list<std::string_view> members,
                                          std::vector<std::string_view> secret_names = {}) {
  return json_body(incoming, std::span(members.begin(), members.size()), std::move(secret_names));
}

/// The member's text; empty where there is none. Errors: `bad_value` for another kind and for an empty text.
base::Result<std::string> text_member(const base::Json& json, std::string_view name);
/// The same, which has to be there.
base::Result<std::string> needed_text(const base::Json& json, std::string_view name);
/// The same of true and false; false where there is none.
base::Result<bool> flag_member(const base::Json& json, std::string_view name);
/// The token of `{"token": ""}`.
base::Result<std::string> token_member(const web::Incoming& incoming);

}  // namespace jwtkeep::server
