#include "jwtkeep/destination/aws/endpoint.hpp"

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/this_machine.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;

base::Result<http::Url> taken(const std::string& text, const std::string& named_by) {
  auto url = http::Url::parse(text);
  if (!url) return fail(Reason::bad_value, named_by + ": " + url.error().what, url.error().hint);
  if (!url->is_https() && !http::is_this_machine(*url)) {
    return fail(Reason::unsafe_place, named_by + " is http:// to " + url->host() + ": secrets would cross a network",
                "write https://; http:// is for a server on this very machine");
  }
  return url;
}

}  // namespace

base::Result<http::Url> service_url(const AwsService& service, const std::string& region,
                                    const std::optional<std::string>& option, const Surroundings& surroundings) {
  if (option) return taken(*option, "the option endpoint");
  if (http::lower(surroundings.text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").value_or("")) != "true") {
    for (const auto& name : {std::string(service.variable), std::string("AWS_ENDPOINT_URL")}) {
      if (const auto url = surroundings.text(name)) return taken(*url, name);
    }
  }
  const bool china = region.starts_with("cn-");
  return taken("https://" + std::string(service.name) + "." + region + ".amazonaws.com" + (china ? ".cn" : ""),
               "the region " + region);
}

}  // namespace jwtkeep::destination
