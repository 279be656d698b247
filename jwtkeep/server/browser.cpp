#include "jwtkeep/server/browser.hpp"

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/url.hpp"
#include "jwtkeep/web/cookie.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

std::unexpected<base::Error> foreign() {
  return fail(Reason::permission, "a page of another site sends this",
              "use the page of this server; behind a proxy, --public-url says under which address that is");
}

/// Says every browser of today: `same-site` is a neighbour, who may be anybody.
bool comes_from_elsewhere(const web::Incoming& incoming) {
  const auto site = incoming.field("sec-fetch-site");
  return site && *site != "same-origin" && *site != "none";
}

}  // namespace

base::Result<Browser> Browser::of(const std::string& public_url) {
  Browser browser;
  if (public_url.empty()) return browser;
  JWTKEEP_TRY(const auto url, http::Url::parse(public_url));
  browser.origin_ = url.origin();
  browser.host_ = browser.origin_.substr(browser.origin_.find("://") + 3);
  return browser;
}

base::Result<void> Browser::check_own_page(const web::Incoming& incoming) const {
  if (comes_from_elsewhere(incoming)) return foreign();
  const auto origin = incoming.field("origin");
  if (!origin) return {};
  const auto sent = http::lower(*origin);
  if (!origin_.empty() && sent == origin_) return {};
  const auto reached = http::lower(incoming.only_field("host").value_or(""));
  const auto own = std::string(incoming.peer().tls ? kHttps : kHttp) + reached;
  if (!reached.empty() && sent == own) return {};
  return foreign();
}

bool Browser::is_secure(const web::Incoming& incoming) const {
  if (incoming.peer().tls) return true;
  if (!origin_.starts_with(kHttps)) return false;
  if (const auto origin = incoming.only_field("origin")) return http::lower(*origin) == origin_;
  return http::lower(incoming.only_field("host").value_or("")) == host_;
}

std::string_view Browser::session_cookie(bool secure) noexcept { return secure ? "__Host-jwtkeep" : "jwtkeep"; }

base::Result<std::optional<std::string_view>> Browser::session_text(const web::Incoming& incoming, bool secure) {
  // A browser sends one field (RFC 9112 lets nobody tell which of two it meant).
  const auto field = incoming.only_field("cookie");
  if (!field) return std::optional<std::string_view>{};
  JWTKEEP_TRY(const auto bound, web::cookie_value(*field, session_cookie(true)));
  if (bound || secure) return bound;
  return web::cookie_value(*field, session_cookie(false));
}

bool Browser::is_of_no_other_site(const web::Incoming& incoming) const {
  if (comes_from_elsewhere(incoming)) return false;
  const auto host = http::lower(incoming.only_field("host").value_or(""));
  if (!host_.empty() && host == host_) return true;
  const auto reached = http::Url::parse(std::string(kHttp) + host);
  return reached && (reached->host_is_address() || reached->host() == "localhost");
}

}  // namespace jwtkeep::server
