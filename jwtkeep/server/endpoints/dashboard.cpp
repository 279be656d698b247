// The page for people, from memory.
#include <map>

#include "jwtkeep/server/assets.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/etag.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server::endpoints {
namespace {

/// Nothing inline, nothing from elsewhere, in no frame, and no text ever becomes markup or a script.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

web::Answer guarded(web::Answer answer, const Asset& asset) {
  return std::move(answer)
      .with("ETag", asset.etag)
      .with("Cache-Control", "no-cache")
      .with("Content-Security-Policy", kPolicy)
      .with("X-Content-Type-Options", "nosniff")
      .with("Referrer-Policy", "no-referrer")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Cross-Origin-Resource-Policy", "same-origin")
      .with("Permissions-Policy",
            "camera=(), clipboard-read=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
}

/// Both answers that an asset ever has.
struct Made {
  std::string_view etag;
  SharedAnswer whole;
  SharedAnswer known;
};

Made make(const Asset& asset) {
  return {.etag = asset.etag,
          .whole = std::make_shared<const web::Answer>(
              guarded(web::Answer().with("Content-Type", asset.type).text(std::string(asset.content)), asset)),
          .known = std::make_shared<const web::Answer>(guarded(web::Answer(304), asset))};
}

std::map<std::string_view, Made> make_all() {
  std::map<std::string_view, Made> made;
  for (const auto& asset : assets()) made.emplace(asset.path, make(asset));
  return made;
}

SharedAnswer answer(const Call& call, std::string_view path) {
  static const auto made = make_all();
  const auto found = made.find(path);
  if (found == made.end()) {
    return std::make_shared<const web::Answer>(web::problem(404, "not_found", "Not Found", "there is no such file"));
  }
  return is_known(call.incoming, found->second.etag) ? found->second.known : found->second.whole;
}

}  // namespace

SharedAnswer dashboard(Service& /*service*/, const Call& call) { return answer(call, "index.html"); }

SharedAnswer dashboard_asset(Service& /*service*/, const Call& call) { return answer(call, call.parameters["path"]); }

}  // namespace jwtkeep::server::endpoints
