//! What handlers are given.

use std::num::NonZeroU32;

use axum::extract::FromRef;

use super::cookie::CookiePolicy;
use super::edge::Edge;
use crate::account::{Hasher, SetupLink};
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
    pub edge: Edge,
    /// Requests to the API that one address may send a second for long.
    pub rate_limit: NonZeroU32,
    /// Only this machine can reach the server directly.
    pub on_loopback: bool,
    pub rooms: Directory,
    /// This server, as a client on this machine reaches it.
    pub house: House,
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
