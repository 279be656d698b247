#!/bin/bash
# Every file that clang-format has to do with, NUL between the names: C++, the dashboard's modules and what drives them in
# tests; not what scan is to find secrets in (tests/scan/corpus).
set -euo pipefail
cd "$(dirname "$0")/.."
find jwtkeep cli bench tests \( -name '*.cpp' -o -name '*.hpp' -o -path '*/dashboard/*.mjs' \) -type f -not -path 'tests/scan/corpus/*' -print0 | sort -z
