// The prepared verifier gives the verdict of `verify`, reason and words: for a header that is new and one that is
// known, in a batch, and out of a cache.
//
// The first byte of an input tells what the rest is: 0 a token, 1 a header and a payload (with a NUL between) that are
// signed as they stand, 2 a payload alone. Its higher bits choose the time.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/jose/verified_cache.hpp"
#include "jwtkeep/jose/verifier.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;
namespace jose = jwtkeep::jose;

namespace {

constexpr std::string_view kSecret = "thirty-two bytes, of which nothing depends";
constexpr std::int64_t kTimes[] = {1'300'819'000, 1'300'819'380, 1'300'819'390, 1'800'000'000};

std::string sign(std::string_view header, std::string_view payload) {
  static const auto secret = base::SecretBytes::copy_of(kSecret);
  auto token = base::base64url_encode(base::as_bytes(header)) + "." + base::base64url_encode(base::as_bytes(payload));
  return token + "." + base::base64url_encode(crypto::hmac(crypto::Hash::sha256, secret, base::as_bytes(token)));
}

std::string token_from(std::uint8_t kind, std::string_view rest) {
  if (kind % 3 == 0) return std::string(rest);
  if (kind % 3 == 2) return sign(R"({"alg":"HS256","kid":"a"})", rest);
  const auto nul = rest.find('\0');
  return sign(rest.substr(0, nul), nul == std::string_view::npos ? "" : rest.substr(nul + 1));
}

jose::VerifyPolicy policy() {
  return jose::VerifyPolicy::Builder{}
      .issuer("joe")
      .audience("us")
      .type("JWT")
      .max_lifetime(std::chrono::hours{24})
      .leeway(std::chrono::seconds{10})
      .algs({jose::Alg::HS256})
      .build()
      .value();
}

jose::Verifier make_verifier(std::shared_ptr<jose::VerifiedCache> cache) {
  auto key = jose::VerifyKey::make("a", jose::Alg::HS256, base::SecretBytes::copy_of(kSecret)).value();
  return jose::Verifier::make({std::move(key)}, policy(), {.limits = {}, .cache = std::move(cache)}).value();
}

std::string in_words(const base::Result<jose::VerifiedToken>& verified) {
  if (!verified)
    return std::string(base::word(verified.error().reason)) + verified.error().what + verified.error().hint;
  return verified->kid() + base::write_json(verified->header()) + base::write_json(verified->claims());
}

std::string in_words(const base::Result<jose::VerifiedView>& view) {
  if (!view) return std::string(base::word(view.error().reason)) + view.error().what + view.error().hint;
  return in_words(base::Result<jose::VerifiedToken>(view->to_verified_token()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto cache = std::make_shared<jose::VerifiedCache>();
  static const auto plain = make_verifier(nullptr);
  static const auto cached = make_verifier(cache);
  if (size == 0) return 0;
  const auto token = token_from(data[0], base::as_text({data + 1, size - 1}));
  const base::Instant now{base::Seconds{kTimes[data[0] >> 6]}};
  const auto expected = in_words(
      jose::verify(token, [](const jose::UnverifiedToken& parsed) { return plain.find_key(parsed); }, policy(), now));
  jose::Workspace workspace;
  for (const auto* verifier : {&plain, &cached}) {
    for (int i = 0; i < 2; ++i) {
      if (in_words(verifier->verify(token, now, workspace)) != expected) std::abort();
    }
    const std::vector<std::string_view> batch(17, token);
    for (const auto& answer : verifier->verify_batch(batch, now, workspace)) {
      if (in_words(answer) != expected) std::abort();
    }
  }
  return 0;
}
