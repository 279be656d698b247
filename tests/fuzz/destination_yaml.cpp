// parse_yaml: what is read, written as JSON (which is YAML) is read as the same; errors quote nothing long.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/destination/yaml_json.hpp"

namespace base = jwtkeep::base;
namespace destination = jwtkeep::destination;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = destination::parse_yaml(base::SecretBytes::copy_of(base::ByteView{data, size}), "FILE");
  if (!read) {
    if (read.error().what.size() > 150) std::abort();
    return 0;
  }
  const auto text = base::write_with_secrets(*read, false);
  // What YAML 1.1 takes for a line's end, or not at all, and JSON for a character like others.
  const bool differs = text.reveal([](base::ByteView bytes) {
    const auto shown = base::as_text(bytes);
    return shown.contains('\x7f') || shown.contains('\xc2') || shown.contains("\xe2\x80") || shown.contains('\xef');
  });
  if (differs) return 0;
  // A text that is longer written than read may pass the bound of size, or of libyaml's simple keys (1024 characters).
  constexpr std::size_t kShort = 1000;
  const auto again = destination::parse_yaml(text, "AGAIN");
  if (!again && text.size() < kShort) std::abort();
  if (again && !(base::write_with_secrets(*again, false) == text)) std::abort();
  return 0;
}
