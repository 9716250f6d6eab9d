#!/usr/bin/env bash
# Builds the server as a user would, then lets real browsers meet on it.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --manifest-path ../../Cargo.toml
npm ci --no-audit --no-fund --silent
# One file at a time, the longest within a quarter of an hour: each starts several browsers, and a machine with two cores can carry one call.
exec node --test --test-concurrency=1 --test-timeout=900000 ${@:-*.test.mjs}
