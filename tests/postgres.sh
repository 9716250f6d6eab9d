#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which TEST_DATABASE_URL leads to.
#
#     tests/postgres.sh cargo test --release
#
# The server listens on a free port of 127.0.0.1, keeps its data in a temporary folder and is gone
# when the command ends. A server that TEST_DATABASE_URL names already is used as it is.
set -euo pipefail

fail() {
    echo "tests/postgres.sh: $1" >&2
    exit 1
}

[ $# -gt 0 ] || fail "say which command to run"
[ -z "${TEST_DATABASE_URL:-}" ] || exec "$@"

# Debian keeps the server's programs out of PATH, one folder for each version.
programs() {
    local initdb
    initdb=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) || return 1
    dirname "$(readlink -f "$initdb")"
}

# PostgreSQL refuses to run as root: root lends it another user, who may be unable to enter this folder.
as_server() (
    cd "$home"
    if [ "$(id -u)" -eq 0 ]; then runuser -u "$server_user" -- "$@"; else "$@"; fi
)

install_server() {
    command -v apt-get >/dev/null || fail "there is no PostgreSQL here: install it with this system's package tool"
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    echo "installing postgresql" >&2
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq postgresql >&2 ||
        fail "PostgreSQL could not be installed, and the store's tests need it"
}

# The folder below which all of the server's files lie.
home=
stop_server() {
    [ -n "$home" ] || return 0
    as_server "$bin/pg_ctl" stop -D "$home/data" -m immediate -w >/dev/null 2>&1 || true
    rm -rf "$home"
}

start_server() {
    # Another program may take a port between our choice and the start: then choose again.
    for _ in 1 2 3 4 5; do
        port=$((RANDOM % 20000 + 12000))
        # What this server keeps need not survive a power cut, so it does not wait for the disk.
        if as_server "$bin/pg_ctl" start -D "$home/data" -l "$home/log" -w -t 30 -o \
            "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" >/dev/null; then
            return 0
        fi
    done
    cat "$home/log" >&2
    return 1
}

bin=$(programs) || { install_server && bin=$(programs); } || fail "PostgreSQL was installed, but not its server"
server_user=$(id -un postgres 2>/dev/null || echo nobody)

# Not TMPDIR, which the server's user may be unable to enter.
home=$(mktemp -d /tmp/glossa-postgres.XXXXXX)
trap stop_server EXIT
trap 'exit 130' INT TERM
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$home/password"
[ "$(id -u)" -ne 0 ] || chown -R "$server_user" "$home"
as_server "$bin/initdb" -D "$home/data" --username=glossa --pwfile="$home/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --no-sync >"$home/initdb.log" 2>&1 || {
    cat "$home/initdb.log" >&2
    fail "PostgreSQL could not make its files"
}
start_server || fail "PostgreSQL does not start"

export TEST_DATABASE_URL="postgres://glossa:$password@127.0.0.1:$port/postgres"
echo "PostgreSQL $("$bin/postgres" --version | grep -o '[0-9.]*' | head -n 1) listens at $TEST_DATABASE_URL" >&2
"$@"
