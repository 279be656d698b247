#!/usr/bin/env bash
# The scanners that jwtkeep scan is measured beside, into the folder that is given. One that cannot be had is left out.
set -uo pipefail
folder=$(realpath "$1")
failed=0

if [ ! -x "$folder/gitleaks" ]; then
  GOBIN="$folder" GOFLAGS=-modcacherw go install github.com/zricethezav/gitleaks/v8@v8.30.1 || failed=1
fi
if [ ! -x "$folder/kingfisher" ]; then
  python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install -q kingfisher-bin==2.14.0 &&
    ln -sf "$folder/venv/bin/kingfisher" "$folder/kingfisher" || failed=1
fi
exit "$failed"
