// Configuration of any format, of any bytes.
#include "jwtkeep/scan/doubt.hpp"
#include "tests/fuzz/scan_found.hpp"

namespace base = jwtkeep::base;
namespace fuzz = jwtkeep::fuzz;
namespace scan = jwtkeep::scan;

/// The first byte chooses the language, whether the text is a part, and whether one that no language is known for is
/// CMake's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  constexpr auto kFirst = static_cast<unsigned>(scan::Language::shell);
  constexpr auto kLanguages = static_cast<unsigned>(scan::Language::unknown) - kFirst + 1;
  const auto language = static_cast<scan::Language>(kFirst + (data[0] & 0x7fU) % kLanguages);
  const auto text = base::as_text({data + 1, size - 1});
  const auto triggers = fuzz::triggers_of(text);
  const bool is_cmake = language == scan::Language::unknown && (data[0] & 0x40U) != 0;
  const scan::SourceText source{.path = is_cmake ? "CMakeLists.txt" : "config/app.ipynb",
                                .text = text,
                                .language = language,
                                .triggers = triggers,
                                .speaks_of_jwt = true,
                                .is_part = (data[0] & 0x80U) != 0};
  for (const auto& candidate : fuzz::found_by(scan::extract_from_config, source)) {
    (void)scan::doubt_of(candidate, source, false);
  }
  return 0;
}
