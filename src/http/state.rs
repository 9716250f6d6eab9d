//! What handlers are given.

use std::sync::Arc;

use axum::extract::FromRef;
use uuid::Uuid;

use super::cookie::CookiePolicy;
use crate::account::{Hasher, SetupLink};
use crate::store::Store;

/// Handles to everything that a request may need; clones share them.
#[derive(Clone)]
pub struct AppState {
    pub store: Store,
    pub hasher: Hasher,
    pub setup_link: SetupLink,
    pub cookies: CookiePolicy,
    /// Only this machine can reach the server directly.
    pub on_loopback: bool,
    /// Name of the loaded recogniser model, if any.
    pub recogniser: Option<Arc<str>>,
    /// How many people are in a room now.
    pub present: Arc<dyn Fn(Uuid) -> usize + Send + Sync>,
}

impl FromRef<AppState> for Store {
    fn from_ref(state: &AppState) -> Self {
        state.store.clone()
    }
}
