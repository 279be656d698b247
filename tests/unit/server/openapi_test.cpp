#include "jwtkeep/server/openapi.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "jwtkeep/server/service.hpp"
#include "tests/unit/now.hpp"
#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::server {
namespace {

/// `{keyring...}` is written as its parts: in OpenAPI no parameter of a path has a slash.
std::string as_described(std::string route) {
  constexpr std::string_view kKeyring = "{keyring...}";
  if (const auto at = route.find(kKeyring); at != std::string::npos) {
    route.replace(at, kKeyring.size(), "{service}/{environment}");
  }
  return route;
}

/// Pages are for people: what they hold is no API.
bool is_page(std::string_view route) { return route == "GET /" || route.starts_with("GET /assets/"); }

TEST(OpenApi, HasEveryRouteAndNoOther) {
  auto store = rotate::memory_store(kNow);
  ASSERT_TRUE(store);
  const auto service = Service::start(
      **store, {.public_url = {}, .default_keyring = {}, .clock = [] { return kNow; }, .rotate = {}, .opener = {}});
  ASSERT_TRUE(service);
  std::set<std::string> served;
  for (const auto& route : (*service)->routes()) {
    if (!is_page(route)) served.insert(as_described(route));
  }
  const auto file = base::parse_json(openapi(), {.size_bytes = std::size_t{1} << 20});
  ASSERT_TRUE(file) << file.error().what;
  std::set<std::string> described;
  for (const auto& [path, item] : *file->find("paths")->members()) {
    for (const auto& [method, operation] : *item.members()) {
      if (method == "parameters") continue;
      auto upper = method;
      std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      described.insert(upper.append(" ").append(path));
    }
  }
  EXPECT_EQ(served, described);
}

}  // namespace
}  // namespace jwtkeep::server
