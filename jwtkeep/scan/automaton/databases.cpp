#include "jwtkeep/scan/automaton/databases.hpp"

// Vectorscan's own bytes, made by make_databases.cpp.
// The names are the assembler's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
extern const char jwtkeep_words_avx512_begin[];
extern const char jwtkeep_words_avx512_end[];
extern const char jwtkeep_words_avx2_begin[];
extern const char jwtkeep_words_avx2_end[];
extern const char jwtkeep_words_plain_begin[];
extern const char jwtkeep_words_plain_end[];
}
// NOLINTEND(readability-identifier-naming)

#define JWTKEEP_DATABASE(name)                                                                                       \
  asm(".section .rodata\n.balign 64\njwtkeep_words_" name "_begin:\n.incbin \"" JWTKEEP_DATABASES "/" name           \
      ".db\"\njwtkeep_words_" name "_end:\n.byte 0\n.globl jwtkeep_words_" name "_begin\n.globl jwtkeep_words_" name \
      "_end\n.previous\n")
JWTKEEP_DATABASE("avx512");
JWTKEEP_DATABASE("avx2");
JWTKEEP_DATABASE("plain");

namespace jwtkeep::scan {

std::array<std::string_view, 3> word_databases() noexcept {
  return {std::string_view(jwtkeep_words_avx512_begin, jwtkeep_words_avx512_end),
          std::string_view(jwtkeep_words_avx2_begin, jwtkeep_words_avx2_end),
          std::string_view(jwtkeep_words_plain_begin, jwtkeep_words_plain_end)};
}

}  // namespace jwtkeep::scan
