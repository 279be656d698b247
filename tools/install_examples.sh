#!/bin/sh
# Copies each of examples/ that has something to install into DIR and installs there, by the command of its README; does
# nothing for those that have not changed. Where one cannot be installed, it says so and ends well: its test then skips with
# that reason, and fails where CI=true.
# Usage: tools/install_examples.sh DIR, then set JWTKEEP_EXAMPLES=DIR for the tests.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
mkdir -p "$1"
into=$(cd "$1" && pwd)
. "$(dirname "$0")/go_environment.sh"
cd "$(dirname "$0")/../examples"

# Debian's packages, laid out and not installed: installing would start a server, and needs root.
lay_out_nginx() {
  apt-get -q download nginx libnginx-mod-http-js >apt.log 2>&1 ||
    { apt-get -q update && apt-get -q download nginx libnginx-mod-http-js; } >>apt.log 2>&1 || { tail -n 2 apt.log; return 1; }
  for package in *.deb; do dpkg -x "$package" root; done
  rm -f ./*.deb
}

# What is in git's eyes the example, not what somebody has built beside it; all of it where git does not know this folder.
files_of() {
  git ls-files --cached --others --exclude-standard "$1" 2>/dev/null || find "$1" -type f | sort
}

for name in express fastapi go spring-boot nginx envoy; do
  files=$(files_of "$name")
  now=$(for file in $files; do cksum "$file"; done)
  if [ -f "$into/$name/.installed" ] && [ "$(cat "$into/$name/.installed")" = "$now" ]; then continue; fi
  rm -rf "${into:?}/$name"
  mkdir -p "$into/$name"
  (cd "$name" && tar -cf - $(files_of .)) | tar -xf - -C "$into/$name"
  command=$(sed -n 's/^    \(.*[^ ]\) *# install.*/\1/p' "$name/README.md")
  if [ "$name" = nginx ]; then command=lay_out_nginx; fi
  if (cd "$into/$name" && export PIP_QUIET=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 && eval "$command"); then
    echo "$now" >"$into/$name/.installed"
  else
    echo "no example of $name: it could not be installed"
    rm -rf "${into:?}/$name"
  fi
done
