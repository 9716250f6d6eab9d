#!/usr/bin/env bash
# Installs what the tests drive: real browsers, a real PostgreSQL server, nginx, Caddy, a
# compiler for the fuzzing engine, and Python for the API's conformance test, from the system's packages.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v firefox-esr >/dev/null || missing+=(firefox-esr)
# Debian keeps the server's programs out of PATH.
{ command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; } >/dev/null || missing+=(postgresql)
command -v curl >/dev/null || missing+=(curl)
# Debian keeps the server out of PATH of all but root.
{ command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null || missing+=(nginx)
# Not every system has a package of it; without one its test is left out.
command -v caddy >/dev/null || ! apt-cache show caddy >/dev/null 2>&1 || missing+=(caddy)
# The fuzzing engine is C++.
command -v c++ >/dev/null || missing+=(g++)
# Debian parts Python from what makes a virtual environment.
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing ${missing[*]}"
as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
if ! command -v apt-get >/dev/null; then
    echo "tests need ${missing[*]}: install them with this system's package tool" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -y -qq "${missing[@]}"
