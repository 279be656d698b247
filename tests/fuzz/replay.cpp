// Runs one of the fuzz targets over every file of its corpus: the form in which sanitizer builds without libFuzzer keep
// what fuzzing once found from coming back.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

// JWTKEEP_FUZZ_TARGETS comes from CMake: TARGET(name) for each.
#define TARGET(name) int fuzz_##name(const std::uint8_t* data, std::size_t size);
extern "C" {
JWTKEEP_FUZZ_TARGETS
}
#undef TARGET

namespace {

struct Target {
  std::string_view name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

#define TARGET(name) {#name, fuzz_##name},
constexpr Target kTargets[] = {JWTKEEP_FUZZ_TARGETS};
#undef TARGET

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s TARGET CORPUS\n", argv[0]);
    return 2;
  }
  for (const auto& target : kTargets) {
    if (target.name != argv[1]) continue;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
      std::printf("%s\n", entry.path().filename().c_str());
      std::fflush(stdout);
      target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++files;
    }
    std::printf("%zu inputs replayed\n", files);
    return files == 0 ? 1 : 0;  // an empty corpus would be a check that cannot fail
  }
  std::fprintf(stderr, "there is no target %s\n", argv[1]);
  return 2;
}
