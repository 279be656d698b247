#!/bin/sh
# Installs Schemathesis, which judges the server by docs/openapi.json, into a Python of its own, DIR, as
# tests/peers/schemathesis/schemathesis.txt has it; does nothing when it is there already. Where it cannot be had, it says so
# and ends well: its test then skips with that reason, and fails where CI=true.
# Usage: tools/install_schemathesis.sh DIR, then set JWTKEEP_SCHEMATHESIS=DIR for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
tools=$(dirname "$0")
exec "$tools/install_venv.sh" "$tools/../tests/peers/schemathesis/schemathesis.txt" "$1" Schemathesis
