//! Ten thousand people in ten thousand rooms who have said a million things.

use sea_orm::{ConnectionTrait, Database, DbBackend};
use uuid::Uuid;

pub(super) const USERS: u64 = 10_000;
const MESSAGES: u64 = 1_000_000;

/// Each room has one call, in which its owner and nine others said a hundred things. Written by the
/// database itself, which is the quickest way.
pub(super) struct Crowd;

impl Crowd {
    pub(super) async fn gather(url: &str) {
        let db = Database::connect(url).await.expect("the database opens");
        let sql = match db.get_database_backend() {
            DbBackend::Sqlite => Dialect {
                id: |kind, n| format!("unhex(printf('{kind:08x}%024x', {n}))"),
                time: |n| format!("strftime('%Y-%m-%dT%H:%M:%f+00:00', 1700000000 + {n} * 13.0, 'unixepoch')"),
                numbers: |count| {
                    format!(
                        "(WITH RECURSIVE c(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM c WHERE n < {count} - 1) \
                             SELECT n FROM c) AS numbers"
                    )
                },
            },
            _ => Dialect {
                id: |kind, n| format!("('{kind:08x}' || lpad(to_hex({n}), 24, '0'))::uuid"),
                time: |n| format!("to_timestamp(1700000000 + {n} * 13.0)"),
                numbers: |count| format!("generate_series(0, {count} - 1) AS numbers(n)"),
            },
        };
        for statement in sql.statements() {
            db.execute_unprepared(&statement).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
        }
        db.close().await.expect("the database closes");
    }
}

pub(super) fn user(n: u64) -> Uuid {
    id(USER, n)
}

pub(super) fn room(n: u64) -> Uuid {
    id(ROOM, n)
}

fn id(kind: u32, n: u64) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 96 | u128::from(n))
}

const USER: u32 = 1;
const ROOM: u32 = 2;
const CALL: u32 = 3;
const PARTICIPANT: u32 = 4;
const MESSAGE: u32 = 5;

struct Dialect {
    id: fn(u32, &str) -> String,
    time: fn(&str) -> String,
    numbers: fn(u64) -> String,
}

impl Dialect {
    fn statements(&self) -> Vec<String> {
        let Self { id, time, numbers } = self;
        let people = USERS * 10;
        // The nine others of a room are the owners of the rooms after it.
        let guest = format!("(n / 10 + n % 10) % {USERS}");
        let room = format!("n % {USERS}");
        let sender = format!("({room} + n / {USERS} % 10) % {USERS}");
        vec![
            format!(
                "INSERT INTO users (id, username, username_key, email, password_hash, is_admin, is_blocked, \
                 failed_logins, created_at, token, token_expiration) \
                 SELECT {}, 'User ' || n, 'user ' || n, 'user' || n || '@example.org', '!', false, false, 0, {}, \
                 'token' || n, {} FROM {}",
                id(USER, "n"),
                time("n"),
                time("n"),
                numbers(USERS)
            ),
            format!(
                "INSERT INTO rooms (id, code, title, created_at, owner_id) SELECT {}, 'r' || n, 'Room ' || n, {}, {} FROM {}",
                id(ROOM, "n"),
                time("n"),
                id(USER, "n"),
                numbers(USERS)
            ),
            format!(
                "INSERT INTO calls (id, room_id, started_at, ended_at) SELECT {}, {}, {}, {} FROM {}",
                id(CALL, "n"),
                id(ROOM, "n"),
                time("n"),
                time("n"),
                numbers(USERS)
            ),
            format!(
                "INSERT INTO room_participants (id, user_id, room_id, call_id, display_name, joined_at, left_at) \
                 SELECT {}, {}, {}, {}, 'somebody', {}, {} FROM {}",
                id(PARTICIPANT, "n"),
                id(USER, &guest),
                id(ROOM, "n / 10"),
                id(CALL, "n / 10"),
                time("n"),
                time("n"),
                numbers(people)
            ),
            format!(
                "INSERT INTO messages (id, text, created_at, user_id, room_id, call_id, display_name) \
                 SELECT {}, 'everywhere word' || (n / 7 % 100) || ' rare' || (n % 100000), {}, {}, {}, {}, 'somebody' FROM {}",
                id(MESSAGE, "n"),
                time("n"),
                id(USER, &sender),
                id(ROOM, &room),
                id(CALL, &room),
                numbers(MESSAGES)
            ),
            "ANALYZE".to_owned(),
        ]
    }
}

/// A database of its own on a server; its address and its name.
pub(super) async fn database_on(server: &str) -> (String, String) {
    let name = format!("glossa_bench_{}", Uuid::now_v7().simple());
    execute(server, &format!("CREATE DATABASE {name}")).await;
    let (host, _) = server.rsplit_once('/').expect("TEST_DATABASE_URL names a database");
    (format!("{host}/{name}"), name)
}

pub(super) async fn drop_database(server: &str, name: &str) {
    execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn execute(url: &str, statement: &str) {
    let db = Database::connect(url).await.expect("PostgreSQL answers at TEST_DATABASE_URL");
    db.execute_unprepared(statement).await.expect("the user may make databases");
    db.close().await.expect("PostgreSQL says good-bye");
}
