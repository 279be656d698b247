#include "jwtkeep/oidc/userinfo.hpp"

#include <string_view>

namespace jwtkeep::oidc {
namespace {

constexpr std::string_view kEmail = "email";
constexpr std::string_view kChecked = "email_verified";

}  // namespace

void join_userinfo(base::Json& claims, const base::Json& userinfo) {
  const bool has_email = claims.find(kEmail) != nullptr || claims.find(kChecked) != nullptr;
  for (const auto& [name, value] : *userinfo.members()) {
    if (has_email && (name == kEmail || name == kChecked)) continue;
    if (claims.find(name) == nullptr) claims.set(name, value);
  }
}

}  // namespace jwtkeep::oidc
