#!/usr/bin/env bash
# Mutates what the network may send, each target for so many seconds, and says what was tried.
#
#   run.sh SECONDS [TARGET...]
#
# An input that breaks something is left in the target folder and fails the run. KEEP=1 adds to the
# kept corpora what reaches further than they do.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=$1
shift
target=${CARGO_TARGET_DIR:-target}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Arithmetic is checked, and a short build is worth more than a fast one.
build=(
    --config 'profile.release.package.glossa.opt-level=1'
    --config 'profile.release.package.glossa.debug-assertions=true'
    --config 'profile.release.package.glossa.overflow-checks=true'
)
RUSTC_WORKSPACE_WRAPPER=$PWD/tests/fuzz/instrument.sh cargo "${build[@]}" build --release --package fuzz --bins

[ $# -gt 0 ] || set -- $(cd tests/fuzz/fuzz_targets && basename -s .rs ./*.rs)
# What is no target's own corpus, but a good beginning.
declare -A seeds=(
    [sdp_offer]=src/media/sdp/testdata
    [sign]=weights/dictionary/ase
)
printf '%-12s %12s %10s %10s\n' target executions edges corpus
for name in "$@"; do
    kept=tests/fuzz/corpus/$name
    found=$folder/$name
    mkdir -p "$kept" "$found"
    crash=$target/fuzz-$name-
    options=(-artifact_prefix="$crash" -rss_limit_mb=2048 -malloc_limit_mb=256 -timeout=5 -max_len=16384)
    if ! "$target/release/fuzz_$name" "$found" "$kept" ${seeds[$name]:+"${seeds[$name]}"} \
        "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 >"$folder/log" 2>&1; then
        tail -40 "$folder/log"
        echo "$name failed; the input is $(compgen -G "$crash*" || echo lost)"
        exit 1
    fi
    executions=$(awk '/number_of_executed_units/ { print $2 }' "$folder/log")
    edges=$(grep -o 'cov: [0-9]*' "$folder/log" | tail -1 | cut -d' ' -f2)
    if [ -n "${KEEP:-}" ]; then
        "$target/release/fuzz_$name" -set_cover_merge=1 "$kept" "$found" "${options[@]}" >"$folder/log" 2>&1
        # Long inputs add little that short ones do not, and much to every clone.
        find "$kept" -type f -size +2k -delete
    fi
    printf '%-12s %12s %10s %10s\n' "$name" "$executions" "$edges" "$(ls "$kept" | wc -l)"
done
