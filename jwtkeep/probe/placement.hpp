// Where in a request the token goes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::probe {

enum class Where : std::uint8_t { header, cookie, query, body };

/// A place and its name there.
struct Placement {
  Where where = Where::header;
  std::string name = "Authorization";
  /// What stands there, `{token}` for the token. In a body without a name it is the whole of it.
  std::string text = "Bearer {token}";
};

/// `header`, `header:NAME`, `cookie:NAME`, `query:NAME`, `body:NAME` (a form's field), or `body` (the template is the
/// body). `text` is the template; empty: `Bearer {token}` for `header` alone, else `{token}`. Errors: `bad_value`, also
/// for a template without `{token}`.
base::Result<Placement> parse_placement(std::string_view where, std::string_view text);

/// The request without its token: what each attempt starts from.
struct RequestPlan {
  http::Url url;
  http::Method method = http::Method::get;
  std::vector<std::pair<std::string, std::string>> fields = {};
  std::string data = {};  ///< the body, where the token is not in it; with a form's field it comes before that
  http::Limits limits = {};
};

/// The request that carries `token`; without one, the place is left out. Errors: `bad_value` for a token that cannot
/// stand there, such as one with a line break in a header, or one that makes the URL longer than URLs may be.
base::Result<http::Request> make_request(const RequestPlan& plan, const Placement& placement,
                                         const std::optional<std::string>& token);

}  // namespace jwtkeep::probe
