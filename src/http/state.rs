//! What handlers are given.

use std::sync::{Arc, Mutex};

use axum::extract::FromRef;
use chrono::{DateTime, Utc};

use super::cookie::CookiePolicy;
use super::logins::Logins;
use crate::account::{Attempts, Hasher, SetupLink};
use crate::demo::House;
use crate::room::Directory;
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
    pub rooms: Directory,
    /// This server, as a client on this machine reaches it.
    pub house: House,
    pub attempts: Arc<Mutex<Attempts>>,
    pub logins: Logins,
    pub started_at: DateTime<Utc>,
}

impl FromRef<AppState> for Directory {
    fn from_ref(state: &AppState) -> Self {
        state.rooms.clone()
    }
}

impl FromRef<AppState> for Store {
    fn from_ref(state: &AppState) -> Self {
        state.store.clone()
    }
}
