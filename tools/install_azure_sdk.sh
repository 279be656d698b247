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
tools=$(dirname "$0")
exec "$tools/install_venv.sh" "$tools/../tests/peers/azure/sdk.txt" "$1" "client of Azure Key Vault"
