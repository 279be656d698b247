#include "jwtkeep/crack/target.hpp"

#include "jwtkeep/jose/jws.hpp"

namespace jwtkeep::crack {

using base::fail;
using base::Reason;

base::Result<Target> target_of(std::string_view token) {
  // Longer ones would only cost memory: their schedules are four times as long.
  constexpr jose::TokenLimits kLimits{.size_bytes = std::size_t{1} << 20};
  JWTKEEP_TRY(const auto parsed, jose::UnverifiedToken::parse(token, kLimits));
  const auto alg = jose::alg_from_name(parsed.alg_name());
  if (!alg || !jose::is_symmetric(*alg)) {
    return fail(Reason::alg_not_allowed,
                "the token's alg is \"" + parsed.alg_name() + "\": only HS256, HS384 and HS512 have a secret to guess",
                alg ? "its signature was made with a private key, which no word list holds" : "");
  }
  const auto size = jose::info(*alg).signature_size_bytes;
  if (parsed.signature().size() != size) {
    return fail(Reason::malformed,
                "the token's signature has " + std::to_string(parsed.signature().size()) + " bytes, and " +
                    std::string(jose::name(*alg)) + " makes " + std::to_string(size),
                "was the token cut short when it was copied?");
  }
  return Target{*alg, std::string(parsed.signing_input()), parsed.signature()};
}

}  // namespace jwtkeep::crack
