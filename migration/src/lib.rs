//! How the database came to its present shape: one change per file, never edited after a release.
//!
//! Each runs in a transaction of its own, so that one that fails leaves nothing behind. None can be
//! undone: the way back is a backup.

#![expect(
    elided_lifetimes_in_paths,
    reason = "an async trait's implementations repeat its signatures letter by letter"
)]

mod m20261124_000001_create_users;
mod m20261124_000002_create_log_ins;
mod m20261124_000003_create_rooms;
mod m20261124_000004_create_records;
mod m20261124_000005_create_administration;
mod m20261124_000006_grow_accounts;
mod m20261124_000007_run_rooms;
mod m20261124_000008_search_words;
mod m20261125_000009_correct_captions;
mod parts;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All changes, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_create_users::Migration),
            Box::new(m20261124_000002_create_log_ins::Migration),
            Box::new(m20261124_000003_create_rooms::Migration),
            Box::new(m20261124_000004_create_records::Migration),
            Box::new(m20261124_000005_create_administration::Migration),
            Box::new(m20261124_000006_grow_accounts::Migration),
            Box::new(m20261124_000007_run_rooms::Migration),
            Box::new(m20261124_000008_search_words::Migration),
            Box::new(m20261125_000009_correct_captions::Migration),
        ]
    }
}
