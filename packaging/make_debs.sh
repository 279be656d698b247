#!/bin/bash
# Packs what is built: make_debs.sh BUILD FOLDER. The same build packs to the same bytes.
set -euo pipefail
umask 022
source=$(cd "$(dirname "$0")/.." && pwd)
build=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
SOURCE_DATE_EPOCH=$("$source/tools/source_date.py")
export SOURCE_DATE_EPOCH
rm -rf "$folder"/*.deb "$build/packages"
(cd "$build" && cpack -G DEB) >"$folder/cpack.log" 2>&1 || {
  cat "$folder/cpack.log" >&2
  exit 1
}
mv "$build"/packages/*.deb "$folder"
rm -rf "$build/packages"
if command -v lintian >/dev/null; then
  lintian --fail-on error --tag-display-limit 0 --allow-root "$folder"/*.deb
else
  echo "packages: lintian is not installed, so nobody has looked at them by Debian's policy"
fi
ls -l "$folder"/*.deb
