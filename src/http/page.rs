//! Which part of a list somebody asks for.

use serde::Deserialize;
use utoipa::IntoParams;

use super::problem::Problem;
use crate::store::{self, Cursor, Slice};
use crate::wire;

/// Part of the query of lists that are long enough to look for something in them.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Search {
    /// Part of what an entry is called by: a name, an address, a title, a code.
    #[serde(default)]
    pub(super) q: String,
}

/// Part of the query of every list that can grow.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// `next` of the page before; the first page has none.
    cursor: Option<String>,
    /// At most so many lines, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

impl Paging {
    pub(super) fn slice(&self) -> Result<Slice, Problem> {
        let limit = self.limit.unwrap_or(USUAL_LINES);
        if !(1..=MOST_LINES).contains(&limit) {
            return Err(Problem::query_unusable("A page has 1 to 100 lines."));
        }
        let after = match &self.cursor {
            Some(cursor) => {
                Some(Cursor::parse(cursor).ok_or_else(|| Problem::query_unusable("This cursor leads nowhere."))?)
            }
            None => None,
        };
        Ok(Slice { after, limit })
    }
}

/// A page as the API gives it.
pub(super) fn page<T, U>(page: store::Page<T>, each: impl FnMut(T) -> U) -> wire::Page<U> {
    let next = page.next.map(|cursor| cursor.reveal());
    wire::Page { items: page.items.into_iter().map(each).collect(), next }
}

const USUAL_LINES: u64 = 50;
const MOST_LINES: u64 = 100;
