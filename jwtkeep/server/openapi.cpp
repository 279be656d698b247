#include "jwtkeep/server/openapi.hpp"

// The names are the assembler's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
extern const char jwtkeep_openapi_begin[];
extern const char jwtkeep_openapi_end[];
}
// NOLINTEND(readability-identifier-naming)

asm(".section .rodata\njwtkeep_openapi_begin:\n.incbin \"" JWTKEEP_OPENAPI
    "\"\njwtkeep_openapi_end:\n.byte 0\n.globl jwtkeep_openapi_begin\n.globl jwtkeep_openapi_end\n.previous\n");

namespace jwtkeep::server {

std::string_view openapi() noexcept { return {jwtkeep_openapi_begin, jwtkeep_openapi_end}; }

}  // namespace jwtkeep::server
