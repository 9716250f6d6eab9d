//! Carries everything from one database into another, whatever kind each is of.

mod cell;
mod shape;

use futures_util::TryStreamExt;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, Statement, StreamTrait, TransactionOptions,
    TransactionTrait, Value,
};
use sha2::{Digest, Sha256};

use self::shape::Table;
use super::{Store, StoreError};

/// What was carried over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Copied {
    pub table: String,
    pub rows: u64,
}

impl Store {
    /// The tables that a copy carries over, parents before children. Asked of the database itself,
    /// so that none is forgotten.
    pub async fn tables(&self) -> Result<Vec<String>, StoreError> {
        Ok(shape::tables(&self.db).await?.into_iter().map(|table| table.name).collect())
    }

    /// Copies every row into a database that has none, as of this moment and all at once: when it
    /// fails, the target is as empty as before. Each row is read back and compared before it counts.
    pub async fn copy_into(&self, target: &Self) -> Result<Vec<Copied>, StoreError> {
        let tables = shape::tables(&self.db).await?;
        if shape::tables(&target.db).await? != tables {
            return Err(StoreError::ShapesDiffer);
        }
        let from = self.begin_to_read().await?;
        let into = target.begin().await?;
        let mut copied = Vec::new();
        for table in tables {
            if target.has_rows(&into, &table).await? {
                return Err(StoreError::NotEmpty { table: table.name });
            }
            let sent = send(&from, &into, &table).await?;
            if digest(&into, &table).await? != sent {
                return Err(StoreError::CopyDiffers { table: table.name });
            }
            copied.push(Copied { table: table.name, rows: sent.rows });
        }
        into.commit().await?;
        Ok(copied)
    }

    /// Writes what the database is at this moment into an SQLite file, which is made.
    pub async fn save_into(&self, file: &std::path::Path) -> Result<(), StoreError> {
        super::connect::make_private(file)?;
        if self.db.get_database_backend() == DbBackend::Sqlite {
            let name = file.display().to_string();
            let save = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?1", [name.into()]);
            self.db.execute_raw(save).await?;
            return Ok(());
        }
        let saved = Self::open_file(file).await?;
        self.copy_into(&saved).await?;
        saved.close().await
    }

    /// Sees one state of the database from beginning to end.
    async fn begin_to_read(&self) -> Result<DatabaseTransaction, DbErr> {
        // With SQLite every transaction is so.
        let isolation_level = match self.db.get_database_backend() {
            DbBackend::Postgres => Some(IsolationLevel::RepeatableRead),
            _ => None,
        };
        self.db.begin_with_options(TransactionOptions { isolation_level, ..Default::default() }).await
    }

    async fn has_rows(&self, db: &DatabaseTransaction, table: &Table) -> Result<bool, DbErr> {
        let any = Query::select().expr(Expr::val(1)).from(Alias::new(&table.name)).limit(1).to_owned();
        Ok(db.query_one(&any).await?.is_some())
    }
}

/// All rows of a table at a glance. Each row's digest is added, so their order does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Sum {
    rows: u64,
    digest: [u64; 4],
}

impl Sum {
    fn add(&mut self, row: &[Value]) {
        let mut digest = Sha256::new();
        for cell in row {
            cell::feed(cell, &mut digest);
        }
        let words = digest.finalize();
        for (sum, word) in self.digest.iter_mut().zip(words.as_chunks::<8>().0) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
        self.rows += 1;
    }
}

async fn send(from: &DatabaseTransaction, into: &DatabaseTransaction, table: &Table) -> Result<Sum, StoreError> {
    let mut sum = Sum::default();
    let mut batch = Vec::new();
    let mut rows = from.stream(&select(table)).await?;
    while let Some(row) = rows.try_next().await? {
        let cells = cell::read(&row, table)?;
        sum.add(&cells);
        batch.push(cells);
        if batch.len() == ROWS_PER_INSERT {
            insert(into, table, std::mem::take(&mut batch)).await?;
        }
    }
    if !batch.is_empty() {
        insert(into, table, batch).await?;
    }
    Ok(sum)
}

async fn insert(into: &DatabaseTransaction, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(Alias::new(&table.name)).columns(table.columns.iter().map(|column| Alias::new(&column.name)));
    for row in rows {
        let cells = row.into_iter().map(Expr::val);
        insert.values(cells).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    into.execute(&insert).await?;
    Ok(())
}

async fn digest(db: &DatabaseTransaction, table: &Table) -> Result<Sum, StoreError> {
    let mut sum = Sum::default();
    let mut rows = db.stream(&select(table)).await?;
    while let Some(row) = rows.try_next().await? {
        sum.add(&cell::read(&row, table)?);
    }
    Ok(sum)
}

fn select(table: &Table) -> sea_orm::sea_query::SelectStatement {
    let columns = table.columns.iter().map(|column| Alias::new(&column.name));
    Query::select().columns(columns).from(Alias::new(&table.name)).to_owned()
}

/// Far below the number of values that a statement may have, 32,766 with SQLite.
const ROWS_PER_INSERT: usize = 500;
