#include "jwtkeep/scan/automaton/compile.hpp"

#include <vector>

#include "jwtkeep/scan/automaton/words.hpp"

namespace jwtkeep::scan {

hs_database_t* compile_words(const hs_platform_info_t* platform) noexcept {
  std::vector<const char*> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  std::vector<std::size_t> sizes;
  for (const auto& word : kTriggerWords) {
    texts.push_back(word.text.data());
    flags.push_back(word.any_case ? HS_FLAG_CASELESS : 0U);
    ids.push_back(static_cast<unsigned>(ids.size()));
    sizes.push_back(word.text.size());
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), sizes.data(), static_cast<unsigned>(texts.size()),
                           HS_MODE_BLOCK, platform, &database, &error) != HS_SUCCESS) {
    hs_free_compile_error(error);
    return nullptr;
  }
  return database;
}

}  // namespace jwtkeep::scan
