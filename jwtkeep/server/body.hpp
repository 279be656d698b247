// Bodies of requests, read strictly.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server {

inline constexpr std::size_t kMostBodyBytes = std::size_t{8} << 20;

/// The media type without its parameters, in the spelling of who sent it.
std::string_view media_type(const web::Incoming& incoming);

/// One JSON object with no other members than those; an empty one for an empty body. Errors: `malformed`,
/// `duplicate_member`, `too_large`; `bad_value` for a member that means nothing here, which is a mistake rather than a
/// wish. Members named in `secrets` stand in guarded memory.
base::Result<base::Json> json_body(const web::Incoming& incoming, std::initializer_list<std::string_view> members,
                                   std::initializer_list<std::string_view> secrets = {});

/// The member's text; empty where there is none. Errors: `bad_value` for another kind and for an empty text.
base::Result<std::string> text_member(const base::Json& json, std::string_view name);
/// The same of true and false; false where there is none.
base::Result<bool> flag_member(const base::Json& json, std::string_view name);

}  // namespace jwtkeep::server
