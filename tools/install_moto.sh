#!/bin/sh
# Installs the stand-ins for AWS that the tests speak with, moto and ministack, each into a Python of its own under DIR, as
# tests/peers/aws/*.txt have them; does nothing when they are there already. Where one cannot be had, it says so and ends
# well: its tests then skip with that reason, and fail where CI=true.
# Usage: tools/install_moto.sh DIR, then set JWTKEEP_AWS_EMULATORS=DIR for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
tools=$(dirname "$0")
for name in moto ministack; do
  "$tools/install_venv.sh" "$tools/../tests/peers/aws/$name.txt" "$1/$name" "$name"
done
