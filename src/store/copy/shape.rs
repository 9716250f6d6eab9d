//! What tables a database has, asked of the database.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement};

use crate::store::StoreError;

/// A table that a copy carries over; the same on both kinds of database.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Table {
    pub(super) name: String,
    /// By name.
    pub(super) columns: Vec<Column>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// What a column holds, whatever the database calls it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Boolean,
    Float,
    Integer,
    Json,
    Text,
    Time,
    Uuid,
}

impl Kind {
    /// By the name that SQLite or PostgreSQL has for the type.
    fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
        Some(match () {
            () if starts(&["bool"]) => Self::Boolean,
            () if starts(&["float", "real"]) => Self::Float,
            // SQLite has one width of them.
            () if starts(&["bigint", "int"]) => Self::Integer,
            () if starts(&["json"]) => Self::Json,
            () if starts(&["text", "varchar", "character varying"]) => Self::Text,
            () if starts(&["timestamp"]) => Self::Time,
            () if starts(&["uuid"]) => Self::Uuid,
            () => return None,
        })
    }
}

/// All tables but the list of migrations and what the search makes of other tables by itself,
/// parents before children.
pub(super) async fn tables(db: &DatabaseConnection) -> Result<Vec<Table>, StoreError> {
    let questions = Questions::of(db.get_database_backend());
    let mut tables = BTreeMap::new();
    let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in ask(db, questions.columns).await? {
        let (table, name, kind): (String, String, String) = three(&row)?;
        let kind =
            Kind::named(&kind).ok_or_else(|| StoreError::ColumnUnknown { column: format!("{table}.{name}"), kind })?;
        tables.entry(table).or_insert_with(Vec::new).push(Column { name, kind });
    }
    for row in ask(db, questions.references).await? {
        let (child, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        parents.entry(child).or_default().insert(parent);
    }
    let mut ordered: Vec<Table> = Vec::new();
    while !tables.is_empty() {
        let done = |name: &String| ordered.iter().any(|table| table.name == *name);
        let free =
            |name: &&String| parents.get(*name).is_none_or(|parents| parents.iter().all(|p| p == *name || done(p)));
        let Some(name) = tables.keys().find(free).cloned() else {
            return Err(StoreError::ShapesDiffer);
        };
        if let Some(mut columns) = tables.remove(&name) {
            columns.sort_by(|a, b| a.name.cmp(&b.name));
            ordered.push(Table { name, columns });
        }
    }
    Ok(ordered)
}

struct Questions {
    /// Table, column, type.
    columns: &'static str,
    /// Child, parent.
    references: &'static str,
}

impl Questions {
    fn of(backend: DbBackend) -> Self {
        if backend == DbBackend::Sqlite {
            Self {
                columns: "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                          WHERE t.type = 'table' AND t.name <> 'seaql_migrations' AND t.name NOT LIKE 'sqlite%' \
                          AND t.name NOT LIKE 'search%'",
                references: "SELECT DISTINCT t.name, k.\"table\" \
                             FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'",
            }
        } else {
            Self {
                columns: "SELECT c.table_name::text, c.column_name::text, c.data_type::text \
                          FROM information_schema.columns c JOIN information_schema.tables t \
                          ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
                          WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
                          AND c.table_name <> 'seaql_migrations' AND c.is_generated = 'NEVER'",
                references: "SELECT DISTINCT child.relname::text, parent.relname::text FROM pg_constraint k \
                             JOIN pg_class child ON child.oid = k.conrelid \
                             JOIN pg_class parent ON parent.oid = k.confrelid \
                             WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace",
            }
        }
    }
}

async fn ask(db: &DatabaseConnection, question: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await
}

fn three(row: &QueryResult) -> Result<(String, String, String), DbErr> {
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?))
}
