#include "cli/claims_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace jwtkeep::cli {
namespace {

constexpr double kDay = 86400;

void remark_on_times(const base::Json& claims, base::Instant now, Remarks& remarks) {
  const double at = static_cast<double>(now.time_since_epoch().count()) / 1e6;
  const auto number = [&](const char* name) {
    const auto* claim = claims.find(name);
    if (claim == nullptr) return std::nan("");
    if (!claim->is_number()) remarks.bad("bad_time", fmt::format("{} is not a number", name));
    return claim->number();
  };
  const double exp = number("exp");
  const double nbf = number("nbf");
  const double iat = number("iat");
  if (claims.find("exp") == nullptr) {
    remarks.bad("no_exp", "no exp: the token is valid for ever, and a rotation has to break it");
  }
  if (exp <= at) remarks.warn("expired", "expired");
  if (nbf > at) remarks.warn("not_yet_valid", "not valid yet (nbf)");
  if (iat > at + 60) remarks.warn("future_iat", "issued in the future (iat)");
  if (exp - iat > kDay) {
    remarks.warn("long_lived",
                 fmt::format("it lives for {}: for so long a stolen one works, and its key cannot be retired",
                             base::describe_duration(
                                 std::chrono::seconds{static_cast<std::int64_t>(std::min(exp - iat, 3e9))})));
  }
}

}  // namespace

void remark_on_claims(const base::Json& claims, base::Instant now, Remarks& remarks) {
  if (!claims.is_object()) {
    remarks.bad("not_claims", "the payload is JSON, but not an object: this is no JWT");
    return;
  }
  remark_on_times(claims, now, remarks);
  if (claims.find("aud") == nullptr) remarks.note("no_aud", "no aud: any service that shares the key accepts it");
  if (claims.find("iss") == nullptr) remarks.note("no_iss", "no iss: who made it cannot be told");
  constexpr std::array<std::string_view, 6> kSecretNames{"password", "passwd", "secret",
                                                         "api_key",  "apikey", "private_key"};
  for (const auto& [name, value] : *claims.members()) {
    if (std::ranges::find(kSecretNames, name) != kSecretNames.end()) {
      remarks.bad("secret_claim", fmt::format("the claim \"{}\" can be read by everybody who sees the token", name));
    }
  }
}

}  // namespace jwtkeep::cli
