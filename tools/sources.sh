#!/bin/bash
# Every C++ file of the tree, NUL between the names.
set -euo pipefail
cd "$(dirname "$0")/.."
find jwtkeep cli bench tests \( -name '*.cpp' -o -name '*.hpp' \) -type f -print0 | sort -z
