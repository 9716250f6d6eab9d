//! Runs a test on SQLite, then on PostgreSQL.

use std::env;

use glossa::store::Store;
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use uuid::Uuid;

/// Runs a test on an empty store of each kind.
pub(super) async fn on_each_database(test: impl AsyncFn(Store)) {
    on_each_url(async |url| test(open(&url).await).await).await;
}

/// The same, with the address of a database that has no tables yet.
pub(crate) async fn on_each_url(test: impl AsyncFn(String)) {
    let sqlite = Sqlite::new();
    eprintln!("on SQLite");
    test(sqlite.url("one")).await;
    if let Some(postgres) = Postgres::new().await {
        eprintln!("on PostgreSQL");
        test(postgres.url()).await;
        postgres.remove().await;
    }
}

/// The same, with two such addresses of the same kind.
pub(super) async fn on_each_pair_of_urls(test: impl AsyncFn(String, String)) {
    let sqlite = Sqlite::new();
    eprintln!("on SQLite");
    test(sqlite.url("one"), sqlite.url("other")).await;
    if let (Some(one), Some(other)) = (Postgres::new().await, Postgres::new().await) {
        eprintln!("on PostgreSQL");
        test(one.url(), other.url()).await;
        one.remove().await;
        other.remove().await;
    }
}

pub(super) async fn open(url: &str) -> Store {
    Store::open(url).await.expect("the test's database opens")
}

struct Sqlite {
    folder: TempDir,
}

impl Sqlite {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("there is room for a temporary folder") }
    }

    fn url(&self, name: &str) -> String {
        format!("sqlite:{}/{name}.db?mode=rwc", self.folder.path().display())
    }
}

/// A database of its own on the server that `TEST_DATABASE_URL` leads to.
struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    /// Nothing when the caller asked for SQLite only.
    async fn new() -> Option<Self> {
        let server = match (env::var("TEST_DATABASE_URL"), env::var("GLOSSA_TEST_SQLITE_ONLY")) {
            (Ok(server), _) => server,
            (Err(_), Ok(only)) if only == "1" => return None,
            _ => panic!(
                "the store is tested on PostgreSQL too: run `tests/postgres.sh cargo test --release`, \
                 set TEST_DATABASE_URL, or leave PostgreSQL out by GLOSSA_TEST_SQLITE_ONLY=1"
            ),
        };
        let name = format!("glossa_{}", Uuid::now_v7().simple());
        execute(&server, &format!("CREATE DATABASE {name}")).await;
        Some(Self { server, name })
    }

    fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').expect("TEST_DATABASE_URL names a database");
        format!("{server}/{}", self.name)
    }

    async fn remove(self) {
        execute(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn execute(url: &str, statement: &str) {
    let db = Database::connect(url).await.expect("PostgreSQL answers at TEST_DATABASE_URL");
    db.execute_unprepared(statement).await.expect("the test's user may make databases");
    db.close().await.expect("PostgreSQL says good-bye");
}
