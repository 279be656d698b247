#!/bin/sh
# Builds the programs in Go that the tests speak with: DIR/golang-jwt and DIR/keyfunc, peers (tests/peers), and
# DIR/kube_api, a stand-in for a Kubernetes API server (tests/servers/kube_api). Where there is no Go, or a module cannot be
# fetched, it says so and ends well: the tests then skip what is missing, and fail by it where CI=true.
# Usage: tools/build_go_peer.sh DIR, then set JWTKEEP_GO_PEER=DIR/golang-jwt and JWTKEEP_KUBE_API=DIR/kube_api for the tests.
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
folder=$(cd "$1" && pwd)
. "$(dirname "$0")/go_environment.sh"
cd "$(dirname "$0")/../tests"
for program in peers/golang-jwt peers/keyfunc servers/kube_api; do
  out=$folder/$(basename "$program")
  # Go itself does nothing when nothing has changed.
  if ! (cd "$program" && GOTOOLCHAIN=local go build -o "$out" .); then
    rm -f "$out"
    echo "no $program: it could not be built"
  fi
done
