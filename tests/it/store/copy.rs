//! Everything moves from one database to the other.

use glossa::store::{SearchWords, Slice, Store, StoreError};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use super::given::{at, call, message, participant, room, transcript, user};
use super::harness::{on_each_url, open};

#[tokio::test]
async fn a_copy_has_every_row_and_there_and_back_is_the_same() {
    on_each_url(async |url| {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| format!("sqlite:{}/{name}.db?mode=rwc", folder.path().display());
        let first = open(&file("first")).await;
        fill(&first).await;
        let middle = open(&url).await;
        let there = first.copy_into(&middle).await.unwrap();
        let last = open(&file("last")).await;
        let back = middle.copy_into(&last).await.unwrap();
        assert_eq!(there, back);
        let rows = |table: &str| there.iter().find(|copied| copied.table == table).unwrap().rows;
        assert_eq!((rows("users"), rows("messages"), rows("transcripts"), rows("settings")), (1, 600, 1, 1));

        // What was copied can be found, as well.
        let anna = last.user_by_name("anna").await.unwrap().unwrap();
        let words = SearchWords::parse("599").unwrap();
        assert_eq!(last.search(anna.id, &words, Slice::first(9)).await.unwrap().items.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_copy_goes_only_into_an_empty_database() {
    on_each_url(async |url| {
        let folder = tempfile::tempdir().unwrap();
        let first = open(&format!("sqlite:{}/first.db?mode=rwc", folder.path().display())).await;
        fill(&first).await;
        let other = open(&url).await;
        other.set_setting("registration", "open").await.unwrap();
        let error = first.copy_into(&other).await.unwrap_err();
        assert!(matches!(error, StoreError::NotEmpty { .. }), "{error}");
        // And nothing was left half-way.
        assert_eq!(other.user_count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn no_table_is_forgotten() {
    on_each_url(async |url| {
        let store = open(&url).await;
        let mut copied = store.tables().await.unwrap();
        copied.sort();
        let db = Database::connect(&url).await.unwrap();
        let question = match db.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
            _ => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'",
        };
        let all = db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
        let mut all: Vec<String> = all.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        all.retain(|name| name != "seaql_migrations" && !name.starts_with("search_"));
        all.sort();
        assert_eq!(copied, all);
        assert!(copied.len() >= 15, "{copied:?}");
    })
    .await;
}

#[tokio::test]
async fn a_database_is_saved_into_a_file_while_it_is_written() {
    on_each_url(async |url| {
        let store = open(&url).await;
        fill(&store).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("saved.db");
        let (saved, _) = tokio::join!(store.save_into(&file), user(&store, "bert"));
        saved.unwrap();
        let saved = open(&format!("sqlite:{}", file.display())).await;
        assert!(saved.user_by_name("anna").await.unwrap().is_some());
    })
    .await;
}

async fn fill(store: &Store) {
    let anna = user(store, "anna").await;
    let room = room(store, &anna, "abcdefghj").await;
    let call = call(store, &room, 10).await;
    let from = participant(store, &call, Some(&anna), "anna").await;
    for n in 0..600 {
        store.save_message(message(&call, Some(&anna), from, &format!("line {n}"), 11 + n)).await.unwrap();
    }
    store.save_transcripts(vec![transcript(&call, Some(&anna), from, "PIXEL")]).await.unwrap();
    store.end_call(call.id, at(9_000)).await.unwrap();
    store.set_setting("registration", "open").await.unwrap();
}
