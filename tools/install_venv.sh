#!/bin/sh
# Installs the Python packages of LIST into a Python of its own, DIR; does nothing when they are there already. Where they
# cannot be had, it says that there is no WHAT and ends well: its tests then skip with that reason, and fail where CI=true.
# Usage: tools/install_venv.sh LIST DIR WHAT
set -eu
if [ $# -ne 3 ]; then
  echo "usage: $0 LIST DIR WHAT" >&2
  exit 2
fi
mark="$2/jwtkeep-installed"
if [ -f "$mark" ] && cmp -s "$mark" "$1"; then exit 0; fi
rm -rf "${2:?}"
mkdir -p "$(dirname "$2")"
# Debian's own Python, so that the place does not depend on whichever is first on the PATH.
if /usr/bin/python3 -m venv "$2" &&
  "$2/bin/pip" install --quiet --disable-pip-version-check --no-input --requirement "$1"; then
  cp "$1" "$mark"
else
  rm -rf "${2:?}"
  echo "no $3: it could not be installed (python3-venv, and a package index, are needed)"
fi
