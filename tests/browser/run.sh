#!/usr/bin/env bash
# Builds the server as a user would, then lets real browsers meet on it.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --manifest-path ../../Cargo.toml
# A WebRTC client that is not ours.
tools=$(realpath "${CARGO_TARGET_DIR:-../../target}")/tools/aiortc
[ -x "$tools/bin/python" ] || python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check aiortc==1.16.0 aiohttp==3.14.5
npm ci --no-audit --no-fund --silent
# One file at a time, the longest within a quarter of an hour: each starts several browsers, and a machine with two cores can carry one call.
exec node --test --test-concurrency=1 --test-timeout=900000 ${@:-*.test.mjs}
