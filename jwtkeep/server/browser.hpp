// What tells a browser's request apart: where the page is from that sends it, and the cookie that comes by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server {

/// By `public_url` (empty: none) and what each request says of how it came.
class Browser {
 public:
  /// Errors: `bad_value` for what is no URL.
  static base::Result<Browser> of(const std::string& public_url);

  /// Whether a page of another origin has sent it, as far as the browser says so (`Origin`, RFC 6454 section 7, and
  /// `Sec-Fetch-Site`). Errors: `permission`. This server's own origins are that of its public URL, and whatever it was
  /// reached by.
  [[nodiscard]] base::Result<void> check_own_page(const web::Incoming& incoming) const;

  /// Whether it came over HTTPS all the way, TLS being spoken by this server or by one in front of it.
  [[nodiscard]] bool is_secure(const web::Incoming& incoming) const;

  /// `__Host-jwtkeep` over HTTPS, which no neighbouring host and nobody on the way can set; `jwtkeep` else.
  [[nodiscard]] static std::string_view session_cookie(bool secure) noexcept;
  /// What the session's cookie holds; nothing where there is none. Over HTTPS (`secure`) the bare name counts for
  /// nothing: a neighbouring host may have set it. Errors: `malformed`.
  [[nodiscard]] static base::Result<std::optional<std::string_view>> session_text(const web::Incoming& incoming,
                                                                                  bool secure);

  /// Whether no page of another site can have it sent and read the answer, not even one whose own name was made to lead
  /// here (DNS rebinding): it names this server by an IP address, `localhost` or its public host.
  [[nodiscard]] bool is_of_no_other_site(const web::Incoming& incoming) const;

 private:
  std::string origin_;  ///< of the public URL, or empty
  std::string host_;    ///< what `Host` says there
};

}  // namespace jwtkeep::server
