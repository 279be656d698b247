// A program of the build: writes the words' compiled databases for the processors that jwtkeep knows, into
// FOLDER/NAME.db.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "jwtkeep/scan/automaton/compile.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  struct Processor {
    const char* name;
    unsigned long long features;
  };
  const auto processors = std::to_array<Processor>(
      {{"avx512", HS_CPU_FEATURES_AVX2 | HS_CPU_FEATURES_AVX512}, {"avx2", HS_CPU_FEATURES_AVX2}, {"plain", 0}});
  for (const auto& processor : processors) {
    const hs_platform_info_t platform{
        .tune = HS_TUNE_FAMILY_GENERIC, .cpu_features = processor.features, .reserved1 = 0, .reserved2 = 0};
    const std::unique_ptr<hs_database_t, decltype(&hs_free_database)> database(jwtkeep::scan::compile_words(&platform),
                                                                               &hs_free_database);
    char* bytes = nullptr;
    std::size_t size = 0;
    if (database == nullptr || hs_serialize_database(database.get(), &bytes, &size) != HS_SUCCESS) {
      static_cast<void>(std::fprintf(stderr, "the words do not compile for %s\n", processor.name));
      return 1;
    }
    const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
    std::ofstream file(std::string(argv[1]) + "/" + processor.name + ".db", std::ios::binary);
    file.write(bytes, static_cast<std::streamsize>(size));
    file.close();
    if (!file) return 1;
  }
  return 0;
}
