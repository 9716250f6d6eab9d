//! The only module that knows the database: it answers in the server's own terms.
//!
//! Ids are UUIDs of version 7. Every time is an argument, and is kept to the microsecond. What a
//! function was asked to write is on disk when it returns: SQLite syncs each commit, PostgreSQL
//! does so unless its administrator switched that off.

mod audit;
mod belongings;
mod calls;
mod connect;
mod copy;
mod corrections;
mod departure;
mod digest;
mod entry_links;
mod error;
mod guests;
mod history;
mod invites;
mod logins;
mod messages;
mod page;
mod participants;
mod people;
#[cfg(test)]
mod plans;
mod profile;
mod reset_links;
mod retention;
mod rooms;
mod search;
mod sessions;
mod settings;
mod shut_out;
mod tokens;
mod transcripts;
mod user_list;
mod users;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

pub use audit::{AuditEntry, NewAudit};
pub use calls::Call;
pub use connect::FILE_NAME;
pub use copy::Copied;
pub use corrections::{Correction, Signer};
pub use departure::DELETED_USER;
pub use digest::TokenDigest;
pub use error::StoreError;
pub use guests::{Guest, GuestLink, NewGuestLink};
pub use history::{CallSummaryRow, Record};
pub use invites::InviteRow;
pub use logins::Failure;
pub use messages::{NewMessage, StoredMessage};
pub use page::{Cursor, Page, Slice};
pub use participants::NewParticipant;
pub use people::{Person, RoomRole};
pub use rooms::{Access, Room, RoomEdit};
pub use search::{FoundLine, SearchWords};
pub use sessions::Session;
pub use transcripts::{Corrected, NewTranscript, StoredTranscript};
pub use user_list::UserChange;
pub use users::{NewUser, PasswordHash, User};

/// A handle to the database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Whether PostgreSQL keeps it all; SQLite otherwise.
    pub fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    /// A transaction that will write.
    ///
    /// SQLite has one writer at a time: who takes its place at once waits for it, who reads first
    /// and writes later is refused.
    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.db.begin_with_options(options).await
    }

    /// The same, while nobody else changes accounts: for rules over all of them.
    async fn begin_alone_with_users(&self) -> Result<DatabaseTransaction, DbErr> {
        let alone = self.begin().await?;
        if alone.get_database_backend() == DbBackend::Postgres {
            // Readers go on; SQLite has one writer anyway.
            alone.execute_unprepared("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").await?;
        }
        Ok(alone)
    }
}

/// To the microsecond, the finest that PostgreSQL keeps, so that both databases give back the same.
fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

/// What the log shows of the crates beneath, unless told otherwise.
pub const LOG_DEFAULTS: &str = "sea_orm_migration=warn,sqlx=warn";
