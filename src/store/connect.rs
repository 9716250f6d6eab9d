//! Opens a database in the shape that this version needs.

use std::path::Path;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use super::{Store, StoreError};

impl Store {
    /// Opens the SQLite file of a data folder, made if it is missing and then for its owner only.
    pub async fn open_in(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(FILE_NAME);
        make_private(&file)?;
        let mut options = options("sqlite:");
        options.map_sqlx_sqlite_opts(move |sqlite| durable(sqlite).filename(&file));
        Self::connect(options).await
    }

    /// Opens the database at a URL: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let scheme = url.split(':').next().unwrap_or_default();
        if !["sqlite", "postgres", "postgresql"].contains(&scheme) {
            return Err(StoreError::UnsupportedUrl { scheme: scheme.to_owned() });
        }
        let mut options = options(url);
        options.map_sqlx_sqlite_opts(durable);
        Self::connect(options).await
    }

    async fn connect(options: ConnectOptions) -> Result<Self, StoreError> {
        let db = Database::connect(options).await?;
        refuse_newer(&db).await?;
        Migrator::up(&db, None).await?;
        Ok(Self { db })
    }

    /// Waits for what is under way, then closes all connections.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.db.close().await?)
    }
}

/// The database's file in the data folder.
const FILE_NAME: &str = "glossa.db";
/// Readers beside SQLite's one writer, or a small share of PostgreSQL's usual hundred. Who finds
/// all of them busy waits up to `ACQUIRE_TIMEOUT`.
const MAX_CONNECTIONS: u32 = 8;
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a writer waits for SQLite's one place.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(MAX_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false);
    options
}

/// Synchronous FULL, because in WAL mode a commit is otherwise not on disk when it returns.
fn durable(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
}

/// SQLite gives the files beside the database the rights of the database's own.
fn make_private(file: &Path) -> Result<(), StoreError> {
    let mut make = std::fs::OpenOptions::new();
    make.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut make, 0o600);
    make.open(file)?;
    Ok(())
}

async fn refuse_newer(db: &DatabaseConnection) -> Result<(), StoreError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|change| change.name().to_owned()).collect();
    let applied = Migrator::get_migration_models(db).await?;
    match applied.into_iter().map(|change| change.version).filter(|change| !known.contains(change)).max() {
        Some(change) => Err(StoreError::SchemaNewer { change }),
        None => Ok(()),
    }
}
