#!/bin/bash
# Installs what is missing of tools/packages.txt: `install_packages.sh demo` for building and the demo, `... test` for
# that and the tests, `... bench` for that and the benchmark's peers, `... release` for what `make release-check` needs besides. Says what it does; when nothing is missing it only
# looks.
set -euo pipefail

section=${1:-test}
only_look=${2:-}
list=$(dirname "$0")/packages.txt
case $section$only_look in
  demo | test | bench | release | demo--missing | test--missing | bench--missing | release--missing) ;;
  *)
    echo "usage: $0 demo|test|bench|release [--missing]" >&2
    exit 2
    ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "packages: there is no dpkg-query here: $list names what is needed, by the names of Debian 12" >&2
  exit 1
fi

# The packages that are wanted: those of [demo], and those of the section that was asked for.
wanted=()
within=''
while read -r first second third _; do
  case $first in
    '' | '#'*) continue ;;
    '['*) within=${first//[\[\]]/} ;;
    command)
      [[ $section == "$within" || $within == demo ]] || continue
      command -v "$second" >/dev/null || wanted+=("$third")
      ;;
    *) [[ $section == "$within" || $within == demo ]] && wanted+=("$first") ;;
  esac
done <"$list"

# One query for all of them; a package that dpkg has never heard of makes it fail, and is then missing too.
installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
  [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  [[ $only_look ]] || echo "packages: all ${#wanted[@]} are installed"
  exit 0
fi

if [[ $only_look ]] || ((EUID != 0)); then
  echo "packages: ${#missing[@]} are missing; install them with:" >&2
  echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 3
fi
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -o DPkg::Lock::Timeout=600 -q)
install=("${apt[@]}" install -y --no-install-recommends)

# The lists are fetched only when those that are here do not know the packages, or are out of date.
echo "packages: installing ${missing[*]}"
if ! apt-cache show "${missing[@]}" >/dev/null 2>&1 || ! "${install[@]}" "${missing[@]}" </dev/null; then
  echo "packages: fetching the package lists first"
  "${apt[@]}" update
  "${install[@]}" "${missing[@]}" </dev/null
fi
echo "packages: done"
