// The good token: what is taken is a token that is put together again as it was, and every forgery of it can be made.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/probe/forgery.hpp"
#include "jwtkeep/probe/plan.hpp"

namespace base = jwtkeep::base;
namespace probe = jwtkeep::probe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::Instant now{base::Seconds{1'800'000'000}};
  const auto token = probe::read_good_token(base::as_text({data, size}), now);
  if (!token) return 0;
  if (!token->encrypted &&
      std::string(token->signing_input()) + "." + base::base64url_encode(token->signature) != token->text) {
    std::abort();
  }
  if (token->text.size() > 8 && !token->encrypted && token->signature.size() > 1 &&
      probe::badly_signed(*token) == token->text) {
    std::abort();
  }
  const probe::Material material{.good = *token, .now = now};
  const auto planned = probe::plan(material, {.only = {}, .skip = {}, .bombs = false});  // those are a mebibyte each
  if (!planned) std::abort();
  for (const auto& each : *planned) {
    for (const auto& attempt : each.attempts.list) {
      if (attempt.token.empty() || attempt.token == token->text) std::abort();
    }
  }
  return 0;
}
