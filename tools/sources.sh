#!/bin/bash
# Every C++ file of the tree, NUL between the names; not what scan is to find secrets in (tests/scan/corpus).
set -euo pipefail
cd "$(dirname "$0")/.."
find jwtkeep cli bench tests \( -name '*.cpp' -o -name '*.hpp' \) -type f -not -path 'tests/scan/corpus/*' -print0 | sort -z
