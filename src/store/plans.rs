//! Explains each query of a list: none reads a whole table.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use uuid::Uuid;

use super::{Cursor, NewParticipant, NewUser, PasswordHash, SearchWords, Slice, Store, TokenDigest};

#[tokio::test]
async fn no_list_of_sqlite_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_in(folder.path()).await.unwrap();
    check(store, "EXPLAIN QUERY PLAN", |line| {
        // A list in the order of an index, or what the statement itself brings along.
        let is_whole = line.starts_with("SCAN ");
        is_whole
            && !["USING INDEX", "USING COVERING INDEX", "VIRTUAL TABLE", "CONSTANT"]
                .iter()
                .any(|fine| line.contains(fine))
    })
    .await;
}

#[tokio::test]
async fn no_list_of_postgresql_reads_a_whole_table() {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let name = format!("glossa_{}", Uuid::now_v7().simple());
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    // Small tables are read whole all the same; what is read so now has no index.
    admin.execute_unprepared(&format!("ALTER DATABASE {name} SET enable_seqscan = off")).await.unwrap();
    let (host, _) = server.rsplit_once('/').unwrap();
    let store = Store::open(&format!("{host}/{name}")).await.unwrap();
    check(store, "EXPLAIN", |line| line.contains("Seq Scan")).await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn check(mut store: Store, explain: &str, is_whole: impl Fn(&str) -> bool) {
    let asked: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let noted = asked.clone();
    store.db.set_metric_callback(move |info| {
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(info.statement.clone());
    });
    read_all_lists(&store).await;
    let statements = std::mem::take(&mut *asked.lock().unwrap_or_else(PoisonError::into_inner));
    assert!(statements.len() > 20, "{statements:?}");
    let mut wrong = Vec::new();
    for Statement { sql, values, db_backend } in statements {
        if !sql.starts_with("SELECT") && !sql.starts_with('(') {
            continue;
        }
        let values = values.map(|values| values.0).unwrap_or_default();
        let question = Statement::from_sql_and_values(db_backend, format!("{explain} {sql}"), values);
        for row in store.db.query_all_raw(question).await.unwrap() {
            let line: String = match db_backend {
                DbBackend::Sqlite => row.try_get("", "detail").unwrap(),
                _ => row.try_get_by_index(0).unwrap(),
            };
            if is_whole(&line) {
                wrong.push(format!("{line}: {sql}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The first page and a later one of everything that grows.
async fn read_all_lists(store: &Store) {
    let now = Utc::now();
    let (someone, room) = somebody_in_a_room(store, now).await;
    let words = SearchWords::parse("two words").unwrap();
    for after in [None, Some(Cursor { at: now, id: Uuid::now_v7() })] {
        let slice = Slice { after, limit: 50 };
        store.audit_page(None, slice).await.unwrap();
        store.audit_page(Some("login_failed"), slice).await.unwrap();
        store.calls_of_room(room, someone, slice).await.unwrap();
        store.messages_of(someone, slice).await.unwrap();
        store.messages_of_room(room, someone, slice).await.unwrap();
        store.rooms("", slice).await.unwrap();
        store.rooms("words", slice).await.unwrap();
        store.rooms_of(someone, slice).await.unwrap();
        store.search(someone, &words, slice).await.unwrap();
        store.sessions(now, slice).await.unwrap();
        store.transcripts_of(someone, slice).await.unwrap();
        store.transcripts_of_room(room, someone, slice).await.unwrap();
        store.users("", slice).await.unwrap();
        store.users("words", slice).await.unwrap();
    }
    store.guest_links(room).await.unwrap();
    store.room_people(room).await.unwrap();
    store.rooms_owned(&[someone]).await.unwrap();
    store.sessions_of(someone, now).await.unwrap();
    store.usernames(&[someone]).await.unwrap();
    store.forget_old(now).await.unwrap();
}

/// Somebody who took part in a call, without which nothing is looked for.
async fn somebody_in_a_room(store: &Store, now: DateTime<Utc>) -> (Uuid, Uuid) {
    let new = NewUser {
        username: "anna".to_owned(),
        email: "anna@example.org".to_owned(),
        password_hash: PasswordHash("!".to_owned()),
        is_admin: false,
        created_at: now,
        token_digest: TokenDigest::of("anna's"),
        token_expiration: now,
    };
    let user = store.create_user(new).await.unwrap().id;
    let room = store.create_room(user, "abcdefghj", None, now).await.unwrap().id;
    let call = store.begin_call(room, now).await.unwrap().id;
    let (id, display_name) = (Uuid::now_v7(), "anna".to_owned());
    let joined = NewParticipant { id, room, call, user: Some(user), display_name, joined_at: now };
    store.participant_joined(joined).await.unwrap();
    (user, room)
}
