// Private keys' DER, encoded or not, in any text.
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/scan/detect/der.hpp"
#include "jwtkeep/scan/detect/key_identity.hpp"
#include "tests/fuzz/scan_found.hpp"

namespace base = jwtkeep::base;
namespace fuzz = jwtkeep::fuzz;
namespace scan = jwtkeep::scan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto triggers = fuzz::triggers_of(text);
  const scan::SourceText source{
      .path = "a.txt", .text = text, .language = scan::Language::unknown, .triggers = triggers};
  for (const auto& key : fuzz::found_by(scan::extract_der, source)) {
    fuzz::check(key.decoded && scan::is_private_key_der(key.decoded->bytes()));
    (void)scan::private_key_thumbprint(key);
  }
  // What crypto takes for a private key is one.
  if (jwtkeep::crypto::PrivateKey::from_der(base::SecretBytes::copy_of(base::ByteView{data, size}))) {
    fuzz::check(scan::is_private_key_der({data, size}));
  }
  return 0;
}
