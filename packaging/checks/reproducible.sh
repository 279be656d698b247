#!/bin/bash
# Builds twice from nothing, in folders of other names and depths, with other locales, time zones and file modes, and compares every byte of
# the binary, the archives and the packages: reproducible.sh SCRATCH JOBS. No compiler's cache is asked.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
scratch=$(cd "$1" && pwd)
jobs=$2
SOURCE_DATE_EPOCH=$("$source/tools/source_date.py")
export SOURCE_DATE_EPOCH CCACHE_DISABLE=1

build() { # FOLDER
  rm -rf "$1"
  mkdir -p "$1"
  (cd "$source" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [[ ! -e $file ]] || printf '%s\0' "$file"
  done | xargs -0 cp --parents -t "$1")
  cd "$1"
  cmake --preset release -DJWTKEEP_BENCH=OFF >configure.log 2>&1 || { cat configure.log; exit 1; }
  cmake --build --preset release -j "$jobs" --target packaged >build.log 2>&1 || { tail -50 build.log; exit 1; }
  packaging/make_debs.sh build/release packages
}

one=$scratch/a
other=$scratch/another/and/longer/folder
echo "==> one build, in $one"
(umask 022 && LC_ALL=C TZ=UTC build "$one")
echo "==> another, in $other"
(umask 077 && LC_ALL=C.UTF-8 TZ=Pacific/Kiritimati build "$other")

different=0
compared=0
while IFS= read -r -d '' file; do
  compared=$((compared + 1))
  if ! cmp "$one/$file" "$other/$file"; then
    different=$((different + 1))
    [[ -e $other/$file ]] || continue
    case $file in
      *.deb)
        for side in one other; do
          rm -rf "$scratch/unpacked/$side"
          mkdir -p "$scratch/unpacked/$side"
          (cd "$scratch/unpacked/$side" && dpkg-deb -R "${!side}/$file" . && dpkg-deb -c "${!side}/$file" >contents)
        done
        diff -r "$scratch/unpacked/one" "$scratch/unpacked/other" | head -40 || true
        ;;
    esac
  fi
done < <(cd "$one" && find build/release/cli/jwtkeep build/release/jwtkeep packages \
  \( -name jwtkeep -o -name '*.a' -o -name '*.so*' -o -name '*.deb' \) -type f -print0 | sort -z)
if ((different != 0 || compared < 3)); then
  echo "reproducible: $different of $compared files differ; both builds are in $scratch"
  exit 1
fi
echo "==> reproducible: all $compared files are the same bytes"
(cd "$one" && sha256sum build/release/cli/jwtkeep packages/*.deb)
rm -rf "$scratch"
