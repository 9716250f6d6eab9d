//! Lists in parts: ids of version 7 rise with time, so the last id seen says where to go on.

use uuid::Uuid;

/// Which part of a list, newest first.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// Only what is older than this.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u64,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next part begins, if there is one.
    pub next: Option<Uuid>,
}

impl Slice {
    /// One more than wanted tells whether there is more.
    pub(super) fn fetched(self) -> u64 {
        self.limit + 1
    }

    pub(super) fn page<T>(self, mut items: Vec<T>, id: impl Fn(&T) -> Uuid) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().map(id).filter(|_| more);
        Page { items, next }
    }
}

impl<T> Page<T> {
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(into).collect(), next: self.next }
    }
}
