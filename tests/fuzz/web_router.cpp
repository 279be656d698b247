// Target and Router: a path that is taken leads nowhere but where its segments say, and what a pattern's names stand
// for is the path again.
#include <array>
#include <cstdint>
#include <string>

#include "jwtkeep/web/router.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace web = jwtkeep::web;

namespace {

struct Route {
  const char* method;
  const char* pattern;
};

/// As the server's, and two that overlap.
constexpr std::array kRoutes = std::to_array<Route>({
    {"GET", "/"},
    {"GET", "/healthz"},
    {"GET", "/k/{keyring...}/jwks.json"},
    {"GET", "/v1/keyrings"},
    {"POST", "/v1/keyrings"},
    {"GET", "/v1/keyrings/{keyring...}"},
    {"POST", "/v1/keyrings/{keyring...}/sign"},
    {"DELETE", "/v1/keyrings/{keyring...}/destinations/{id}"},
    {"GET", "/assets/{name}"},
});

web::Router router() {
  web::Router made;
  for (std::size_t i = 0; i < kRoutes.size(); ++i) {
    jwtkeep::fuzz::check(made.add(kRoutes[i].method, kRoutes[i].pattern, i).has_value());
  }
  return made;
}

/// The path that the pattern means with these values.
std::string filled(std::string pattern, const web::Parameters& parameters) {
  for (const std::string name : {"keyring...", "id", "name"}) {
    const auto at = pattern.find("{" + name + "}");
    if (at == std::string::npos) continue;
    const auto value = parameters[name.substr(0, name.find('.'))];
    jwtkeep::fuzz::check(!value.empty());
    pattern.replace(at, name.size() + 2, value);
  }
  return pattern;
}

}  // namespace

/// A method, a space, and a request's target.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using jwtkeep::fuzz::check;
  static const auto kRouter = router();
  const auto text = base::as_text({data, size});
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return 0;
  const auto target = web::Target::parse(text.substr(space + 1));
  if (!target) return 0;
  for (std::size_t i = 0; i < target->segment_count(); ++i) {
    const auto segment = target->segment(i);
    check(!segment.empty() && segment != "." && segment != "..");
    for (const char c : segment) check(static_cast<unsigned char>(c) >= 0x20 && c != '/' && c != '\\' && c != 0x7f);
  }
  const auto routed = kRouter.find(text.substr(0, space), *target);
  if (routed.kind != web::Routed::Kind::found) return 0;
  check(!target->trailing_slash());
  const auto path =
      target->segment_count() == 0 ? std::string("/") : "/" + std::string(target->segments(0, target->segment_count()));
  check(filled(kRoutes[routed.route].pattern, routed.parameters) == path);
  return 0;
}
