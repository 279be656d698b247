#!/bin/sh
# Fetches the peer in Java that the tests speak with into DIR/nimbus.jar, as tests/peers/nimbus/pom.xml has it; does nothing
# when it is there already. Where there is no Java or it cannot be fetched, it says so and ends well: the tests then skip it,
# and fail by it where CI=true.
# Usage: tools/install_java_peer.sh DIR, then set JWTKEEP_JAVA_PEER=DIR/nimbus.jar for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
pom=$(dirname "$0")/../tests/peers/nimbus/pom.xml
if [ -f "$1/nimbus.jar" ] && cmp -s "$1/pom.xml" "$pom"; then
  exit 0
fi
for needed in java mvn; do
  if ! command -v "$needed" >/dev/null; then
    echo "no peer in Java: there is no $needed"
    exit 0
  fi
done
mkdir -p "$1"
version=$(sed -n 's:.*<version>\([0-9][0-9.]*\.[0-9.]*\)</version>.*:\1:p' "$pom")
if ! mvn -q -B dependency:get -Dtransitive=false -Dartifact="com.nimbusds:nimbus-jose-jwt:$version" ||
  ! mvn -q -B dependency:copy -Dartifact="com.nimbusds:nimbus-jose-jwt:$version" -DoutputDirectory="$1"; then
  echo "no peer in Java: it could not be fetched"
  exit 0
fi
mv "$1/nimbus-jose-jwt-$version.jar" "$1/nimbus.jar"
cp "$pom" "$1/pom.xml"
