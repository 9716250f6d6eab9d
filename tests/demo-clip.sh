#!/bin/sh
# Draws the demo signer's clip, codes it with the VP8 project's own tool, and puts it where the program bundles it.
set -eu

command -v vpxenc >/dev/null || { echo "vpxenc is missing: install the system's vpx-tools" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

cargo run --release -- signer render --text CLOUD --out "$folder/demo.y4m"
# A key frame every second, so that a late viewer waits no longer; no frames that are never shown.
vpxenc --quiet --codec=vp8 --ivf --good --cpu-used=1 --lag-in-frames=0 --auto-alt-ref=0 \
	--end-usage=cq --cq-level=24 --target-bitrate=900 --kf-min-dist=15 --kf-max-dist=15 --threads=1 \
	--output=src/signer/demo.ivf "$folder/demo.y4m"
ls -l src/signer/demo.ivf
