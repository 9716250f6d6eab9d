//! One value of one row: read from one database, written to the other, compared.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::shape::{Kind, Table};

/// The values of a row in the order of the table's columns.
pub(super) fn read(row: &QueryResult, table: &Table) -> Result<Vec<Value>, DbErr> {
    let cell = |(index, kind): (usize, Kind)| -> Result<Value, DbErr> {
        Ok(match kind {
            Kind::Boolean => row.try_get_by_index::<Option<bool>>(index)?.into(),
            Kind::Float => row.try_get_by_index::<Option<f32>>(index)?.into(),
            Kind::Integer => integer(row, index)?.into(),
            Kind::Json => row.try_get_by_index::<Option<serde_json::Value>>(index)?.into(),
            Kind::Text => row.try_get_by_index::<Option<String>>(index)?.into(),
            Kind::Time => row.try_get_by_index::<Option<DateTime<Utc>>>(index)?.into(),
            Kind::Uuid => row.try_get_by_index::<Option<Uuid>>(index)?.into(),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(cell).collect()
}

/// PostgreSQL tells a narrow one from a wide one.
fn integer(row: &QueryResult, index: usize) -> Result<Option<i64>, DbErr> {
    let narrow = |_| row.try_get_by_index::<Option<i32>>(index).map(|value| value.map(i64::from));
    row.try_get_by_index::<Option<i64>>(index).or_else(narrow)
}

/// Adds a value to a row's digest, so that no two different rows feed it the same.
pub(super) fn feed(cell: &Value, digest: &mut Sha256) {
    let bytes = match cell {
        Value::Bool(value) => value.map(|value| vec![u8::from(value)]),
        Value::Float(value) => value.map(|value| value.to_bits().to_le_bytes().to_vec()),
        Value::Json(value) => value.as_ref().map(|value| value.to_string().into_bytes()),
        Value::BigInt(value) => value.map(|value| value.to_le_bytes().to_vec()),
        Value::String(value) => value.as_ref().map(|value| value.as_bytes().to_vec()),
        Value::ChronoDateTimeUtc(value) => value.as_ref().map(|value| value.timestamp_micros().to_le_bytes().to_vec()),
        Value::Uuid(value) => value.as_ref().map(|value| value.as_bytes().to_vec()),
        // `read` gives no other.
        other => Some(format!("{other:?}").into_bytes()),
    };
    match bytes {
        Some(bytes) => {
            digest.update((bytes.len() as u64 + 1).to_le_bytes());
            digest.update(bytes);
        }
        None => digest.update(0_u64.to_le_bytes()),
    }
}
