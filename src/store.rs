//! The only module that knows the database: it answers in the server's own terms.
//!
//! Ids are UUIDs of version 7. Every time is an argument, and is kept to the microsecond. What a
//! function was asked to write is on disk when it returns: SQLite syncs each commit, PostgreSQL
//! does so unless its administrator switched that off.

mod audit;
mod calls;
mod connect;
mod digest;
mod entry_links;
mod error;
mod history;
mod logins;
mod messages;
mod page;
mod participants;
mod rooms;
mod sessions;
mod settings;
mod transcripts;
mod users;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

pub use audit::{AuditEntry, NewAudit};
pub use calls::Call;
pub use digest::TokenDigest;
pub use error::StoreError;
pub use history::{CallSummaryRow, Record};
pub use messages::{NewMessage, StoredMessage};
pub use page::{Cursor, Page, Slice};
pub use participants::NewParticipant;
pub use rooms::Room;
pub use transcripts::{NewTranscript, StoredTranscript};
pub use users::{NewUser, PasswordHash, User};

/// A handle to the database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
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
}

/// To the microsecond, the finest that PostgreSQL keeps, so that both databases give back the same.
fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}
