#!/usr/bin/env bash
# Stands before the compiler: our own crates report which of their edges an input takes; what they
# are built on stays as every other build has it, so that only they are compiled anew.
set -euo pipefail

coverage=(
    -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
)
case " $* " in
    *" --crate-name glossa "* | *" --crate-name fuzz_"*) exec "$@" "${coverage[@]}" ;;
    *) exec "$@" ;;
esac
