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
        Self::open_file(&folder.join(FILE_NAME)).await
    }

    /// Opens an SQLite file by its path, made if it is missing and then for its owner only.
    pub async fn open_file(file: &Path) -> Result<Self, StoreError> {
        make_private(file)?;
        let file = file.to_owned();
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

    /// Opens a database that must be there.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        let Some(file) = url.strip_prefix("sqlite:") else { return Self::open(url).await };
        let file = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
        // SQLite would make it.
        std::fs::metadata(file)?;
        Self::open(url).await
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
pub const FILE_NAME: &str = "glossa.db";
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
pub(super) fn make_private(file: &Path) -> Result<(), StoreError> {
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

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;

    #[tokio::test]
    async fn a_commit_in_the_data_folder_is_synced_and_references_hold() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path()).await.unwrap();
        // 2 is FULL.
        for (pragma, value) in [("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "5000")] {
            assert_eq!(number(&store.db, pragma).await.to_string(), value, "{pragma}");
        }
        assert!(folder.path().join("glossa.db-wal").exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_reads_the_database() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path()).await.unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        }
        store.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_folder_with_strange_letters_holds_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let strange = folder.path().join("50% of ä?b#c");
        std::fs::create_dir(&strange).unwrap();
        Store::open_in(&strange).await.unwrap().close().await.unwrap();
        assert!(strange.join("glossa.db").exists());
    }

    #[tokio::test]
    async fn an_unknown_kind_of_database_is_refused_without_saying_its_password() {
        let error = Store::open("mysql://root:secret@localhost/glossa").await.unwrap_err();
        assert!(matches!(&error, StoreError::UnsupportedUrl { scheme } if scheme == "mysql"));
        assert!(!error.to_string().contains("secret"));
    }

    async fn number(db: &DatabaseConnection, pragma: &str) -> i32 {
        let query = Statement::from_string(db.get_database_backend(), format!("PRAGMA {pragma}"));
        db.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}
