//! Columns, keys and indexes as every table here has them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, string_len_null};

/// A text of at most `length` characters. SQLite would ignore the length of the type, so a check holds it.
pub(crate) fn short_text(name: &'static str, length: u32) -> ColumnDef {
    string_len(name, length).check(at_most(name, length)).take()
}

/// The same, or nothing.
pub(crate) fn short_text_null(name: &'static str, length: u32) -> ColumnDef {
    string_len_null(name, length).check(at_most(name, length)).take()
}

/// A reference whose row goes with what it refers to.
pub(crate) fn cascading(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    foreign_key(table, column, target, ForeignKeyAction::Cascade)
}

/// A reference that is forgotten when what it refers to goes.
pub(crate) fn forgetting(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    foreign_key(table, column, target, ForeignKeyAction::SetNull)
}

/// An index over one column. Every reference has one, or each deletion would read the whole table.
pub(crate) fn index(table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(format!("{table}_{column}_idx")).table(table).col(column).take()
}

/// An index over what belongs to one row of another table, in the order of a list that is read in pages.
pub(crate) fn page(table: &'static str, column: &'static str, time: &'static str) -> IndexCreateStatement {
    Index::create().name(format!("{table}_{column}_page_idx")).table(table).col(column).col(time).col("id").take()
}

fn at_most(name: &'static str, length: u32) -> SimpleExpr {
    Expr::expr(Func::char_length(Expr::col(name))).lte(length)
}

fn foreign_key(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(target, "id").on_delete(on_delete).take()
}
