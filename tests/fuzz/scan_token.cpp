// Tokens in any text: what is found is one by itself, and is found again when it stands alone.
#include "tests/fuzz/scan_found.hpp"

namespace base = jwtkeep::base;
namespace fuzz = jwtkeep::fuzz;
namespace scan = jwtkeep::scan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto triggers = fuzz::triggers_of(text);
  const scan::SourceText source{
      .path = "a.txt", .text = text, .language = scan::Language::unknown, .triggers = triggers};
  for (const auto& token : fuzz::found_by(scan::extract_tokens, source)) {
    const auto value = token.value.view();
    fuzz::check(std::ranges::count(value, '.') == (token.rule == "jwe" ? 4 : 2));
    const auto own = fuzz::triggers_of(value);
    const scan::SourceText alone{.path = "a.txt", .text = value, .language = scan::Language::unknown, .triggers = own};
    const auto again = fuzz::found_by(scan::extract_tokens, alone);
    fuzz::check(!again.empty() && again.front().value == value && again.front().span == scan::Span{0, value.size()});
  }
  return 0;
}
