// Any bytes as a git configuration: what is found is short, and found again when it is written plainly.

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/git_identity.hpp"
#include "tests/fuzz/check.hpp"

using jwtkeep::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using jwtkeep::strength::git_identity;
  const auto found = git_identity(jwtkeep::base::as_text({data, size}));
  check(found.size() <= 16);
  std::string written = "[user]\n";
  for (const std::string& value : found) {
    check(!value.empty() && value.size() <= 256 && value.find('\n') == std::string::npos);
    written += "name = \"";
    for (const char c : value) written += (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
    written += "\"\n";
  }
  check(git_identity(written) == found);
  return 0;
}
