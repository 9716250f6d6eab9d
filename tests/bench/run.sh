#!/usr/bin/env bash
# Measures everything that has a goal; prints a table that ends with every goal missed.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
export BENCH_JSON="$(realpath "$target")/bench.jsonl"
rm -f "$BENCH_JSON"
tests/setup.sh
cargo build --release
tests/postgres.sh cargo bench --bench bench -- "$@"
if [ $# -eq 0 ]; then
    (cd tests/browser && npm ci --no-audit --no-fund --silent && node join.bench.mjs)
fi
node tests/bench/summary.mjs "$BENCH_JSON" "$target/bench.json"
