# Everything a person does with the source tree. Plain `cargo run --release` does the same as `make run`.

# Real people's clips and landmarks; tests and training that need them are left out, by name, without them.
SIGN_DATA ?= ../shared/data
# Tests run in folders of their own.
override SIGN_DATA := $(abspath $(SIGN_DATA))
export SIGN_DATA

TARGET := $(or $(CARGO_TARGET_DIR),target)
TOOLS := $(TARGET)/tools
CARGO_DENY := $(TOOLS)/bin/cargo-deny

.PHONY: run test fuzz lint bench train train-words demo-clip types clean

run:
	cargo run --release

test:
	tests/setup.sh
	tests/postgres.sh cargo test --release --workspace
	cd web-client && npm test
	tests/conformance/run.sh
	tests/fuzz/run.sh 3
	tests/browser/run.sh

# Ten minutes for each parser; what reaches further than the kept corpora joins them.
fuzz:
	tests/setup.sh
	KEEP=1 tests/fuzz/run.sh 600

lint: $(CARGO_DENY)
	tests/setup.sh
	cargo fmt --all --check
	cargo clippy --release --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --release --workspace --no-deps --document-private-items
	cd web-client && npm run check
	$(CARGO_DENY) --all-features check bans licenses sources

bench:
	tests/bench/run.sh

# Trains the bundled models anew from the data in SIGN_DATA.
train:
	cargo run --release -- model train --data $(SIGN_DATA) --out weights/fingerspelling-ase

# One thread multiplies, another performs: more would only wait for each other.
train-words:
	RAYON_NUM_THREADS=1 cargo run --release -- model train-words --data $(SIGN_DATA) --out weights/words-ase

# Draws the demo signer's clip anew; needs vpxenc.
demo-clip:
	tests/demo-clip.sh

# Brings the committed API description up to date with the Rust types, then the client's types with it.
types:
	GLOSSA_UPDATE=1 cargo test --release --test it openapi
	cd web-client && npm run types

clean:
	cargo clean

$(CARGO_DENY):
	cargo install cargo-deny --version 0.20.2 --locked --root $(TOOLS)
