//! The tables, as the migrations leave them.

use entity::{
    audit, browser_session, call, entry_link, guest_link, guest_session, invite, message, reset_link, room,
    room_participant, room_person, setting, transcript, user,
};
use glossa::store::{Store, StoreError};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::given::user;
use super::harness::{on_each_pair_of_urls, on_each_url, open};

#[tokio::test]
async fn the_migrations_build_what_the_entities_say() {
    on_each_pair_of_urls(async |migrated, declared| {
        open(&migrated).await.close().await.unwrap();
        let (migrated, declared) =
            (Database::connect(migrated).await.unwrap(), Database::connect(declared).await.unwrap());
        declared
            .get_schema_builder()
            .register(audit::Entity)
            .register(browser_session::Entity)
            .register(call::Entity)
            .register(entry_link::Entity)
            .register(guest_link::Entity)
            .register(guest_session::Entity)
            .register(invite::Entity)
            .register(message::Entity)
            .register(reset_link::Entity)
            .register(room::Entity)
            .register(room_participant::Entity)
            .register(room_person::Entity)
            .register(setting::Entity)
            .register(transcript::Entity)
            .register(user::Entity)
            .apply(&declared)
            .await
            .unwrap();
        for query in descriptions(migrated.get_database_backend()) {
            let (migrated, declared) = (lines(&migrated, query).await, lines(&declared, query).await);
            assert!(!declared.is_empty());
            assert_eq!(migrated, declared, "left what the migrations build, right what the entities say");
        }
        migrated.close().await.unwrap();
        declared.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    on_each_url(async |url| {
        let store = open(&url).await;
        user(&store, "anna").await;
        store.close().await.unwrap();
        let db = Database::connect(&url).await.unwrap();
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_telepathy', 0)";
        db.execute_unprepared(newer).await.unwrap();

        let error = Store::open(&url).await.expect_err("a newer database is refused");
        assert!(matches!(&error, StoreError::SchemaNewer { change } if change == "m29990101_000001_telepathy"));
        assert!(error.to_string().contains("newer version of Glossa"));

        db.execute_unprepared("DELETE FROM seaql_migrations WHERE version = 'm29990101_000001_telepathy'")
            .await
            .unwrap();
        db.close().await.unwrap();
        assert_eq!(open(&url).await.user_count().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_was_written_before_opens_again() {
    on_each_url(async |url| {
        for name in ["anna", "bert"] {
            let store = open(&url).await;
            user(&store, name).await;
            store.close().await.unwrap();
        }
        assert_eq!(open(&url).await.user_count().await.unwrap(), 2);
    })
    .await;
}

/// Questions that give one line for each column, foreign key or index. Names of indexes, and what
/// entities cannot express (indexes over some rows only, or, for pages, over several columns) are
/// left out.
fn descriptions(backend: DbBackend) -> [&'static str; 3] {
    if backend == DbBackend::Sqlite {
        [
            "SELECT t.name || '.' || c.name || ' ' || c.type || CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END \
             FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name <> 'seaql_migrations' AND t.name NOT LIKE 'search%'",
            "SELECT t.name || '.' || k.\"from\" || ' to ' || k.\"table\" || '.' || k.\"to\" || ' ' || k.on_delete \
             FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'",
            "SELECT t.name || '.' || c.name || CASE i.\"unique\" WHEN 1 THEN ' unique' ELSE '' END \
             FROM sqlite_master t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c \
             WHERE t.type = 'table' AND t.name <> 'seaql_migrations' AND t.name NOT LIKE 'search%' AND i.partial = 0 \
             AND i.name NOT LIKE '%\\_page\\_idx' ESCAPE '\\'",
        ]
    } else {
        [
            "SELECT table_name || '.' || column_name || ' ' || data_type \
             || COALESCE('(' || character_maximum_length || ')', '') || ' ' || is_nullable \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' \
             AND column_name <> 'words'",
            "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'",
            "SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes \
             WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' AND indexdef NOT LIKE '% WHERE %' \
             AND indexname NOT LIKE '%\\_page\\_idx' AND indexdef NOT LIKE '%(words)%'",
        ]
    }
}

async fn lines(db: &DatabaseConnection, query: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    let mut lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    lines.sort();
    lines
}
