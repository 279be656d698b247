// A login with a provider that is on its way: what its browser keeps meanwhile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/access/sealed_json.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/oidc/trial.hpp"

namespace jwtkeep::server {

/// How long somebody may take at the provider.
inline constexpr base::Seconds kLongestLogin = std::chrono::minutes{10};

struct LoginState {
  std::string provider;
  oidc::Trial trial;
  base::Instant begun_at{};  ///< whole seconds
};

std::string seal(const LoginState& state, const access::SealedJson& sealed);
/// Nothing for what was not sealed so, is of another provider, or took too long.
std::optional<LoginState> open_login(std::string_view text, const access::SealedJson& sealed, std::string_view provider,
                                     base::Instant now);

}  // namespace jwtkeep::server
