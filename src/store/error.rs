//! What can go wrong in the store.

use std::error::Error;

use sea_orm::{DbErr, SqlErr};

/// Why the store did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A room can have only one open call.
    #[error("this room already has an open call")]
    CallOpen,
    /// Another room has this code.
    #[error("this room code is taken")]
    CodeTaken,
    /// A column of a kind that no copy knows how to carry.
    #[error("the column {column} is of a kind that cannot be copied: {kind}")]
    ColumnUnknown { column: String, kind: String },
    /// What was written is not what was read.
    #[error("the table {table} would not be the same in the copy; nothing was copied")]
    CopyDiffers { table: String },
    /// The database is unreachable, broken or full.
    #[error("the database failed: {0}")]
    Database(Box<dyn Error + Send + Sync>),
    /// Another account has this email address, in whatever case.
    #[error("this email address is taken")]
    EmailTaken,
    /// The data folder cannot hold the database.
    #[error("cannot use the database file: {0}")]
    File(#[from] std::io::Error),
    /// Something that this refers to (an account, a room, a call) does not exist any more.
    #[error("what this refers to does not exist any more")]
    Gone,
    /// Nobody would administer this server any more.
    #[error("this is the last administrator")]
    LastAdministrator,
    /// Another account has this name, in whatever case.
    #[error("this name is taken")]
    NameTaken,
    /// A copy was to go where something is already.
    #[error("the database to copy into is not empty: its table {table} has rows")]
    NotEmpty { table: String },
    /// The first administrator was to be made, but there is one already.
    #[error("there is an administrator already")]
    NotFirst,
    /// The database was written by a later version of this program.
    #[error(
        "the database was written by a newer version of Glossa (it knows {change:?}): \
         start that version, or restore a backup"
    )]
    SchemaNewer {
        /// The newest change of the schema that this program does not know.
        change: String,
    },
    /// Two databases of this version that have not the same tables.
    #[error("the two databases have not the same tables")]
    ShapesDiffer,
    /// The database's address names a kind of database that is not supported.
    #[error("a database URL starts with sqlite:, postgres: or postgresql:, not with {scheme:?}")]
    UnsupportedUrl {
        /// What it starts with; the rest may hold a password.
        scheme: String,
    },
}

impl StoreError {
    /// What a broken unique constraint means, decided by the words of the database: both
    /// SQLite (`users.email`) and PostgreSQL (`users_email_key`) name table and column.
    pub(super) fn conflict(error: DbErr, meaning: impl FnOnce(&str) -> Option<Self>) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(words)) => meaning(&words).unwrap_or_else(|| error.into()),
            _ => error.into(),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match (&error, error.sql_err()) {
            (DbErr::RecordNotUpdated, _) | (_, Some(SqlErr::ForeignKeyConstraintViolation(_))) => Self::Gone,
            _ => Self::Database(Box::new(error)),
        }
    }
}
