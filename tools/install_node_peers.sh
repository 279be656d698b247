#!/bin/sh
# Installs the Node peers that the tests speak with, and what drives Chromium, into DIR/node_modules, as
# tests/peers/node/package-lock.json has them; does nothing when they are there already.
# Usage: tools/install_node_peers.sh DIR, then set JWTKEEP_NODE_MODULES=DIR/node_modules for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
lock=$(dirname "$0")/../tests/peers/node
mark="$1/node_modules/.jwtkeep-peers"
if [ -f "$mark" ] && cmp -s "$mark" "$lock/package-lock.json"; then
  exit 0
fi
mkdir -p "$1"
cp "$lock/package.json" "$lock/package-lock.json" "$1"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$1"
cp "$lock/package-lock.json" "$mark"
