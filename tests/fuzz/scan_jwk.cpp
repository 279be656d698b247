// JWKs in any text.
#include "jwtkeep/scan/detect/key_identity.hpp"
#include "tests/fuzz/scan_found.hpp"

namespace base = jwtkeep::base;
namespace fuzz = jwtkeep::fuzz;
namespace scan = jwtkeep::scan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto triggers = fuzz::triggers_of(text);
  const scan::SourceText source{.path = "a.json", .text = text, .language = scan::Language::json, .triggers = triggers};
  for (const auto& key : fuzz::found_by(scan::extract_jwks, source)) {
    fuzz::check(key.name == (key.decoded ? "k" : "d"));
    fuzz::check(key.decoded.has_value() != key.value.view().starts_with('{'));
    (void)scan::private_key_thumbprint(key);
  }
  return 0;
}
