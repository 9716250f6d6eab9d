//! What a database says of a column.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use crate::store::harness::{on_each_url, open};

/// What a field holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Bool,
    Count,
    Id,
    /// Text of any length.
    Text,
    /// Text of at most so many characters.
    Short(u32),
    /// A moment in UTC.
    Time,
}

/// Whether a field may be empty.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Presence {
    Always,
    Optional,
}

/// Checks a column of the migrated tables on each database.
pub(super) async fn has(table: &str, column: &str, kind: Kind, presence: Presence) {
    on_each_url(async |url| {
        open(&url).await.close().await.unwrap();
        let db = Database::connect(url).await.unwrap();
        let found = describe(&db, table, column).await;
        db.close().await.unwrap();
        let found = found.unwrap_or_else(|| panic!("{table} has no {column}"));
        let expected = (type_name(kind, found.backend), presence == Presence::Optional);
        assert_eq!((found.type_name, found.nullable), expected, "{table}.{column}");
    })
    .await;
}

struct Column {
    type_name: String,
    nullable: bool,
    backend: DbBackend,
}

async fn describe(db: &DatabaseConnection, table: &str, column: &str) -> Option<Column> {
    let backend = db.get_database_backend();
    let query = if backend == DbBackend::Sqlite {
        format!("SELECT lower(type), \"notnull\" = 0 FROM pragma_table_info('{table}') WHERE name = '{column}'")
    } else {
        format!(
            "SELECT data_type || COALESCE('(' || character_maximum_length || ')', ''), is_nullable = 'YES' \
             FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' AND column_name = '{column}'"
        )
    };
    let row = db.query_one_raw(Statement::from_string(backend, query)).await.unwrap()?;
    Some(Column { type_name: row.try_get_by_index(0).unwrap(), nullable: row.try_get_by_index(1).unwrap(), backend })
}

fn type_name(kind: Kind, backend: DbBackend) -> String {
    let sqlite = backend == DbBackend::Sqlite;
    match kind {
        Kind::Bool => "boolean".to_owned(),
        Kind::Count => "integer".to_owned(),
        Kind::Id if sqlite => "uuid_text".to_owned(),
        Kind::Id => "uuid".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Short(length) if sqlite => format!("varchar({length})"),
        Kind::Short(length) => format!("character varying({length})"),
        Kind::Time if sqlite => "timestamp_with_timezone_text".to_owned(),
        Kind::Time => "timestamp with time zone".to_owned(),
    }
}
