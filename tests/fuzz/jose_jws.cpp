// UnverifiedToken::parse: what is taken is taken in one spelling only, never verifies under a key that did not make it,
// and its signing input is the token's own.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace base = jwtkeep::base;
namespace jose = jwtkeep::jose;

namespace {

void check_verification(std::string_view compact, const jose::UnverifiedToken& token) {
  // The secret of RFC 7515 appendix A.1: with it a token of the corpus holds, and its claims are then looked at.
  static const auto key =
      jose::VerifyKey::make(
          "", jose::Alg::HS256,
          *base::base64url_decode_secret(
              base::as_bytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")))
          .value();
  static const auto policy = jose::VerifyPolicy::Builder{}
                                 .allow_any_issuer()
                                 .allow_any_audience()
                                 .allow_any_type()
                                 .allow_any_lifetime()
                                 .algs({jose::Alg::HS256})
                                 .build()
                                 .value();
  const bool held = jose::verify_signature(token, key).has_value();
  const auto verified = jose::verify(
      compact, [](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> { return key; }, policy,
      base::Instant{base::Seconds{1'300'000'000}});
  if (verified && !held) std::abort();
  if (held && token.alg_name() != "HS256") std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto compact = base::as_text({data, size});
  const auto token = jose::UnverifiedToken::parse(compact);
  if (!token) return 0;
  const auto signature = base::base64url_encode(token->signature());
  if (std::string(token->signing_input()) + "." + signature != compact) std::abort();
  if (!token->signing_input().ends_with("." + base::base64url_encode(token->untrusted_payload()))) std::abort();
  if (token->header().find("crit") != nullptr || !token->header().find("alg")->string()) std::abort();
  check_verification(compact, *token);
  return 0;
}
