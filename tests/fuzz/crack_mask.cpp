// Masks, custom charsets and mask files: what is taken is read the same again, its prefixes are masks, and a cursor
// steps from any place to the next one; every refusal marks a place.
#include <string>
#include <vector>

#include "jwtkeep/crack/candidates/mask.hpp"
#include "jwtkeep/crack/candidates/mask_list.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace crack = jwtkeep::crack;
using jwtkeep::fuzz::check;

namespace {

void walk(const crack::Mask& mask) {
  std::vector<std::uint8_t> stepped(mask.length());
  std::vector<std::uint8_t> sought(mask.length());
  crack::MaskCursor cursor(mask);
  crack::MaskCursor other(mask);
  for (const auto from : {std::uint64_t{0}, mask.candidates() / 2, mask.candidates() - 1}) {
    cursor.seek(from, stepped.data());
    cursor.step(stepped.data());
    other.seek((from + 1) % mask.candidates(), sought.data());
    check(stepped == sought);
  }
  for (std::size_t length = 1; length <= mask.length(); ++length) {
    const auto shorter = mask.prefix(length);
    check(shorter.length() == length && mask.candidates() % shorter.candidates() == 0);
  }
}

void check_refusal(const base::Error& error) {
  check(error.reason == base::Reason::bad_value && !error.what.empty());
  for (const char c : error.what) check(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto line_end = text.find('\n');
  const auto definition = line_end == std::string_view::npos ? std::string_view{} : text.substr(line_end + 1);
  const auto charsets = crack::parse_custom_charsets({"?l?d", std::string(definition), "", ""});
  if (!charsets) {
    check_refusal(charsets.error());
    return 0;
  }
  const auto written = text.substr(0, line_end);
  const auto mask = crack::Mask::parse(written, *charsets);
  if (mask) {
    check(mask->text() == written && mask->candidates() >= 1 && mask->candidates() <= crack::kMostOfMask);
    walk(*mask);
  } else {
    check_refusal(mask.error());
  }
  const auto list = crack::parse_mask_list(text, *charsets, "list");
  if (list) {
    for (const auto& one : *list) walk(one);
  }
  return 0;
}
