// What KMSs answer: whatever comes, what is taken as wrapped has the form that is sent back, and is not too large.
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/kms/wrapped_text.hpp"
#include "jwtkeep/store/key_wrapper.hpp"
#include "tests/fuzz/check.hpp"

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own
using fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text(base::ByteView(data, size));
  const auto answer = base::SecretBytes::copy_of(text);
  base::JsonLimits limits;
  limits.all_text_is_secret = true;
  if (const auto body = base::parse_json(answer, limits)) {
    if (const auto ciphertext = kms::read_transit_ciphertext(*body)) {
      check(kms::is_transit_ciphertext(*ciphertext) && ciphertext->size() <= store::kMostWrappedBytes);
      check(base::is_printable_ascii(*ciphertext));
    }
    (void)kms::read_transit_plaintext(*body);
  }
  if (const auto ciphertext = kms::read_kms_ciphertext(answer)) {
    check(!ciphertext->empty() && ciphertext->size() <= store::kMostWrappedBytes);
  }
  if (const auto plaintext = kms::read_kms_plaintext(answer)) check(plaintext->key_arn.size() <= 2048);
  check(!kms::is_transit_ciphertext(base::as_bytes(text)) || text.starts_with("vault:v"));
  return 0;
}
