#!/bin/sh
# Installs Microsoft's own client of Azure Key Vault into a Python of its own, DIR, as tests/peers/azure/sdk.txt has it;
# does nothing when it is there already. Where it cannot be had, it says so and ends well: its tests then skip with that
# reason, and fail where CI=true.
# Usage: tools/install_azure_sdk.sh DIR, then set JWTKEEP_AZURE_SDK=DIR for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
list=$(dirname "$0")/../tests/peers/azure/sdk.txt
mark="$1/jwtkeep-installed"
if [ -f "$mark" ] && cmp -s "$mark" "$list"; then exit 0; fi
rm -rf "${1:?}"
# Debian's own Python, so that the place does not depend on whichever is first on the PATH.
if /usr/bin/python3 -m venv "$1" &&
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-input --requirement "$list"; then
  cp "$list" "$mark"
else
  rm -rf "${1:?}"
  echo "no client of Azure Key Vault: it could not be installed (python3-venv, and a package index, are needed)"
fi
