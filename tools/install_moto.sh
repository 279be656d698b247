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
lists=$(dirname "$0")/../tests/peers/aws
mkdir -p "$1"
for name in moto ministack; do
  mark="$1/$name/jwtkeep-installed"
  if [ -f "$mark" ] && cmp -s "$mark" "$lists/$name.txt"; then continue; fi
  rm -rf "${1:?}/$name"
  # Debian's own Python, so that the place does not depend on whichever is first on the PATH.
  if /usr/bin/python3 -m venv "$1/$name" &&
    "$1/$name/bin/pip" install --quiet --disable-pip-version-check --no-input --requirement "$lists/$name.txt"; then
    cp "$lists/$name.txt" "$mark"
  else
    rm -rf "${1:?}/$name"
    echo "no $name: it could not be installed (python3-venv, and a package index, are needed)"
  fi
done
