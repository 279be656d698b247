#!/bin/bash
# fuzz.sh BUILD SECONDS [TARGET...]: each fuzz target (all, or those named, such as base_json) for SECONDS. What is new
# stays in BUILD/corpus/TARGET, a crash in BUILD/crashes; the seeds in tests/fuzz/corpus are only read.
set -euo pipefail

build=$1
seconds=$2
shift 2
cd "$(dirname "$0")/.."
targets=("$@")
if ((${#targets[@]} == 0)); then
  for program in "$build"/tests/fuzz/fuzz_*; do
    if [[ -f $program && -x $program ]]; then targets+=("${program##*/fuzz_}"); fi
  done
fi
if ((${#targets[@]} == 0)); then
  echo "fuzz: no targets in $build/tests/fuzz" >&2
  exit 3
fi

# No room's length limit is below 4096 bytes; longer inputs only slow the search down.
failed=()
mkdir -p "$build/crashes"
for target in "${targets[@]}"; do
  found=$build/corpus/$target
  log=$build/$target.log
  mkdir -p "$found"
  echo "==> fuzz: $target for ${seconds}s"
  if "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="$build/crashes/$target-" "$found" "tests/fuzz/corpus/$target" >"$log" 2>&1; then
    grep -E 'stat::number_of_executed_units|^Done' "$log" | tail -2
  else
    failed+=("$target")
    tail -40 "$log"
  fi
done
if ((${#failed[@]} > 0)); then
  echo "fuzz: failed: ${failed[*]} (inputs in $build/crashes)"
  exit 1
fi
echo "fuzz: ${#targets[@]} targets, nothing found"
