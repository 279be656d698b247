// Private keys in PEM in any text: what is found is a PEM text by itself, and is found again in it.
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
  for (const auto& key : fuzz::found_by(scan::extract_pem, source)) {
    (void)scan::private_key_thumbprint(key);
    const auto value = key.value.view();
    fuzz::check(value.starts_with("-----BEGIN ") && value.ends_with("PRIVATE KEY-----\n"));
    if (key.rule == "pem-encrypted-private-key") continue;  // its headers are left out
    const auto own = fuzz::triggers_of(value);
    const scan::SourceText alone{.path = "a.pem", .text = value, .language = scan::Language::unknown, .triggers = own};
    const auto again = fuzz::found_by(scan::extract_pem, alone);
    // One that the text's end has cut off is damaged once it has an end.
    const bool may_be_cut = key.span.end + 200 >= text.size() || !key.span.of(text).starts_with("-----");
    fuzz::check(again.empty() ? may_be_cut : again.front().value == value);
  }
  return 0;
}
