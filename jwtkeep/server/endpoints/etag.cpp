#include "jwtkeep/server/endpoints/etag.hpp"

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::server::endpoints {
namespace {

/// Any of those that are listed, or `*`; weak ones compare as strong ones do.
bool has_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto one = http::trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
  }
  return false;
}

}  // namespace

bool is_known(const web::Incoming& incoming, std::string_view etag) {
  const auto known = incoming.field("if-none-match");
  return known && has_etag(*known, etag);
}

}  // namespace jwtkeep::server::endpoints
