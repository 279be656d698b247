// Ignore files: up to an empty line patterns, then paths. What any bytes say of a path is the same a second time, and
// what the last pattern says by name holds.
#include <string>

#include "jwtkeep/scan/source/ignore/ignore_file.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace scan = jwtkeep::scan;
using jwtkeep::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto gap = std::min(text.find("\n\n"), text.size());
  auto patterns = std::string(text.substr(0, gap));
  auto paths = text.substr(std::min(gap + 2, text.size()));
  const scan::IgnoreFile file(patterns);
  const scan::IgnoreFile again(patterns);
  // A last line that names everything decides, and so does its contrary.
  const scan::IgnoreFile all(patterns + "\n*\n");
  const scan::IgnoreFile none(patterns + "\n!*\n");
  while (!paths.empty()) {
    const auto path = paths.substr(0, std::min(paths.find('\n'), std::size_t{4096}));
    paths.remove_prefix(std::min(path.size() + 1, paths.size()));
    const auto name = path.substr(path.find_last_of('/') + 1);
    for (const bool is_folder : {false, true}) {
      check(file.judge(path, name, is_folder) == again.judge(path, name, is_folder));
      check(all.judge(path, name, is_folder) == scan::IgnoreVerdict::ignored);
      check(none.judge(path, name, is_folder) == scan::IgnoreVerdict::kept);
      check(!file.empty() || file.judge(path, name, is_folder) == scan::IgnoreVerdict::undecided);
    }
  }
  return 0;
}
