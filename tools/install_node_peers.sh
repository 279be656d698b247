#!/bin/sh
# Installs the Node peers that the tests speak with into DIR/node_modules; does nothing when they are there already.
# Usage: tools/install_node_peers.sh DIR, then set JWTKEEP_NODE_MODULES=DIR/node_modules for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
peers='jsonwebtoken@9.0.3 dotenv@16.4.7'
mark="$1/node_modules/.jwtkeep-peers"
if [ -f "$mark" ] && [ "$(cat "$mark")" = "$peers" ]; then
  exit 0
fi
mkdir -p "$1"
# The list is split on purpose: one argument a package.
# shellcheck disable=SC2086
npm install --no-save --no-audit --no-fund --no-package-lock --loglevel=error --prefix "$1" $peers
printf '%s' "$peers" > "$mark"
