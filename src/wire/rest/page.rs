//! A part of a list that can grow.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Some lines of a list, newest first.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The `cursor` that asks for the next page; absent when this is the last.
    pub next: Option<String>,
}
