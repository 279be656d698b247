// parse_profile_file, as both kinds: names are names, no value holds a line's end or surrounding white space, and the
// file written anew from what was read is read as the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/unit/base/secret_text.hpp"

#include "jwtkeep/destination/aws/profile_file.hpp"

namespace base = jwtkeep::base;
namespace destination = jwtkeep::destination;

namespace {

void check(std::string_view text, destination::ProfileFileKind kind) {
  const auto read = destination::parse_profile_file(base::SecretBytes::copy_of(text), kind, "FILE");
  if (!read) {
    if (read.error().what.size() > 100) std::abort();
    return;
  }
  std::string again;
  for (const auto& [name, settings] : *read) {
    if (name.contains('\n') || name.contains('\0')) std::abort();
    again += kind == destination::ProfileFileKind::credentials || name == "default" ? "[" + name + "]\n"
                                                                                    : "[profile \"" + name + "\"]\n";
    for (const auto& [setting, value] : settings) {
      const auto plain = text_of(value);
      if (setting.empty() || setting.contains('=')) std::abort();
      if (plain.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos) std::abort();
      if (!plain.empty() && (plain.front() == ' ' || plain.back() == '\t')) std::abort();
      again += setting + "=" + plain + "\n";
    }
  }
  const auto twice = destination::parse_profile_file(base::SecretBytes::copy_of(again), kind, "FILE");
  if (!twice || twice->size() != read->size()) std::abort();
  for (const auto& [name, settings] : *read) {
    const auto same = twice->find(name);
    if (same == twice->end() || same->second.size() != settings.size()) std::abort();
    for (const auto& [setting, value] : settings) {
      if (!(same->second.at(setting) == value)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  check(text, destination::ProfileFileKind::credentials);
  check(text, destination::ProfileFileKind::config);
  return 0;
}
