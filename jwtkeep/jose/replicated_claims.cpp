#include "jwtkeep/jose/replicated_claims.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace jwtkeep::jose {

base::Result<void> check_replicated_claims(const base::Json& header, const base::Json& claims) {
  using base::Reason;
  constexpr std::pair<std::string_view, Reason> kReplicas[] = {
      {"iss", Reason::wrong_issuer}, {"sub", Reason::malformed}, {"aud", Reason::wrong_audience}};
  for (const auto& [name, reason] : kReplicas) {
    const auto* outside = header.find(name);
    if (outside == nullptr) continue;
    const auto* inside = claims.find(name);
    if (inside == nullptr || !(*inside == *outside)) {
      return base::fail(reason, "the encrypted token's header has another \"" + std::string(name) +
                                    "\" than its claims (RFC 7519 section 5.3)");
    }
  }
  return {};
}

}  // namespace jwtkeep::jose
