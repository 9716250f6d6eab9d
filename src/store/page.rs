//! A place in a list that is read page by page, newest first.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// The last line of a page: the next one goes on after it, whatever was added meanwhile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

/// What part of a list is wanted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Slice {
    /// Absent for the first page.
    pub after: Option<Cursor>,
    pub limit: u64,
}

/// Some lines of a list, with the place where the rest begins, if there is more.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

impl Cursor {
    /// Reads what a client was given.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; LEN];
        if URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()? != LEN {
            return None;
        }
        let (micros, id) = bytes.split_first_chunk::<8>()?;
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(*micros))?;
        // Databases know fewer years than a number can name.
        if !(1970..10_000).contains(&at.year()) {
            return None;
        }
        Some(Self { at, id: Uuid::from_slice(id).ok()? })
    }

    /// The form that a client is given: it means nothing to it.
    pub fn reveal(&self) -> String {
        let bytes = [self.at.timestamp_micros().to_be_bytes().as_slice(), self.id.as_bytes()].concat();
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl Slice {
    /// The first lines.
    pub fn first(limit: u64) -> Self {
        Self { after: None, limit }
    }

    /// Narrows a query to this slice, newest first. It asks for one line more than is wanted, which
    /// [`Self::page`] takes as the sign that there is more.
    pub(super) fn of<E: EntityTrait>(self, rows: Select<E>, at: E::Column, id: E::Column) -> Select<E> {
        rows.filter(self.condition(at, id)).order_by_desc(at).order_by_desc(id).limit(self.limit + 1)
    }

    /// What lies after the cursor.
    pub(super) fn condition<C: ColumnTrait>(self, at: C, id: C) -> Condition {
        let Some(cursor) = self.after else { return Condition::all() };
        let place = Expr::tuple([Expr::col(at.as_column_ref()), Expr::col(id.as_column_ref())]);
        Condition::all().add(place.lt(Expr::tuple([Expr::value(cursor.at), Expr::value(cursor.id)])))
    }

    /// Makes a page of the rows that such a query gave.
    pub(super) fn page<T>(self, mut rows: Vec<T>, place: impl FnOnce(&T) -> Cursor) -> Page<T> {
        let wanted = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let is_more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = if is_more { rows.last().map(place) } else { None };
        Page { items: rows, next }
    }
}

impl<T> Page<T> {
    /// The same page, each line in other terms.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(each).collect(), next: self.next }
    }
}

const LEN: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_to_the_client_and_back() {
        let cursor = Cursor { at: DateTime::from_timestamp_micros(1_234_567).unwrap(), id: Uuid::from_u128(7) };
        assert_eq!(Cursor::parse(&cursor.reveal()), Some(cursor));
    }

    #[test]
    fn what_was_never_given_is_no_cursor() {
        for text in ["", "AAAA", "no cursor at all, but of some length", &"A".repeat(33), &"_".repeat(32)] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_full_page_leads_on() {
        let slice = Slice::first(2);
        let place = |n: &u128| Cursor { at: DateTime::UNIX_EPOCH, id: Uuid::from_u128(*n) };
        assert_eq!(slice.page(vec![3, 2], place), Page { items: vec![3, 2], next: None });
        assert_eq!(slice.page(vec![3, 2, 1], place), Page { items: vec![3, 2], next: Some(place(&2)) });
    }
}
