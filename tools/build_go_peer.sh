#!/bin/sh
# Builds the peer in Go that the tests speak with (tests/peers/golang-jwt) into DIR/golang-jwt. Where there is no Go, or the
# module cannot be fetched, it says so and ends well: the tests then skip that peer.
# Usage: tools/build_go_peer.sh DIR, then set JWTKEEP_GO_PEER=DIR/golang-jwt for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
if ! command -v go >/dev/null; then
  echo "no peer in Go: there is no go (golang-go)"
  exit 0
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)/golang-jwt
cd "$(dirname "$0")/../tests/peers/golang-jwt"
# Go itself does nothing when nothing has changed.
if ! GOTOOLCHAIN=local GOFLAGS=-mod=readonly CGO_ENABLED=0 go build -trimpath -o "$out" .; then
  rm -f "$out"
  echo "no peer in Go: it could not be built"
fi
