// parse_jwk and parse_jwks: a key that is taken is written and read back as the same key, and its public half never
// shows a private member.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace base = jwtkeep::base;
namespace jose = jwtkeep::jose;

namespace {

void check_public(const jose::VerifyKey& key) {
  const auto json = jose::public_jwk(key);
  if (json.has_value() != key.is_public()) std::abort();
  if (!json) return;
  const auto text = base::write_json(*json);
  const auto again = jose::parse_jwk(std::string_view(text));  // refuses every private member
  if (!again || !again->is_public() || jose::thumbprint(*again) != jose::thumbprint(key)) std::abort();
  if (base::write_json(*jose::public_jwk(*jose::verify_key(*again))) != text && !key.kid().empty()) std::abort();
}

void check(const jose::Jwk& jwk) {
  const auto key = jose::verify_key(jwk);
  if (key) check_public(*key);
  const auto signing = jose::signing_key(jwk);
  if (!signing) return;
  if (!key || jwk.is_public()) std::abort();
  const auto text = base::write_with_secrets(jose::private_jwk(*signing), false);
  const auto again = jose::parse_jwk(text);
  if (!again) std::abort();
  const auto written = base::write_with_secrets(jose::private_jwk(*jose::signing_key(*again)), false);
  if (!signing->kid().empty() && !(written == text)) std::abort();
  if (jose::thumbprint(*again) != jose::thumbprint(jwk)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto hidden = base::SecretBytes::copy_of(text);
  const auto jwk = jose::parse_jwk(hidden);
  if (jwk) check(*jwk);
  // The public reader takes what the other takes, except for what is private.
  const auto pub = jose::parse_jwk(text);
  if (pub && (!jwk || !pub->is_public())) std::abort();
  const auto set = jose::parse_jwks(hidden);
  if (set) {
    for (const auto& entry : set->keys) check(entry);
  }
  return 0;
}
