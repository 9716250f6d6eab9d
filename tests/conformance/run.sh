#!/usr/bin/env bash
# Asks a live server everything that its API description allows and much that it does not: no answer
# may be a server error, or one that the description does not tell of.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
tools=$target/tools/schemathesis
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT

[ -x "$tools/bin/schemathesis" ] || python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5

cargo build --release
"$target/release/glossa" --data "$folder/data" --listen 127.0.0.1:0 --rate-limit 10000 >"$folder/log" 2>&1 &
server=$!

for _ in $(seq 100); do
    link=$(grep -o 'http://[^ ]*/setup#.*' "$folder/log" || true)
    [ -n "$link" ] && break
    sleep 0.1
done
[ -n "$link" ] || { cat "$folder/log"; exit 1; }
origin=${link%%/setup#*}

# The administrator's log-in sees every operation through.
curl --silent --show-error --fail-with-body --cookie-jar "$folder/cookies" --output "$folder/me" \
    --header 'content-type: application/json' \
    --data "{\"token\":\"${link##*#}\",\"username\":\"ada\",\"email\":\"ada@example.org\",\"password\":\"correct horse\"}" \
    "$origin/api/v1/setup"
cookie=$(awk 'NF == 7 { print $6 "=" $7 }' "$folder/cookies")

export SCHEMATHESIS_HOOKS=tests/conformance/bodies.py
ask() {
    "$tools/bin/schemathesis" run "$origin/api/openapi.json" --seed 1 --warnings off \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        --header "Cookie: $cookie" "$@"
}
# What ends the log-in comes last.
ask --max-examples 20 --exclude-operation-id log_out
ask --max-examples 5 --include-operation-id log_out

# A panic in a request is caught and answered; here it is told.
if grep -n 'panicked\|a request failed' "$folder/log"; then
    exit 1
fi
