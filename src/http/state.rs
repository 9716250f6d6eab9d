//! What handlers are given.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use axum::extract::FromRef;
use chrono::{DateTime, Utc};

use super::broadcasts::Broadcasts;
use super::cookie::CookiePolicy;
use super::edge::Edge;
use super::logins::Logins;
use crate::account::{Attempts, Hasher, SetupLink};
use crate::demo::House;
use crate::mail::Postbox;
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
    pub broadcasts: Broadcasts,
    /// This server, as a client on this machine reaches it.
    pub house: House,
    /// Where new passwords are asked for; absent where no mails are sent.
    pub postbox: Option<Postbox>,
    /// Wrong passwords of accounts.
    pub attempts: Arc<Mutex<Attempts>>,
    /// Wrong passwords of rooms.
    pub room_attempts: Arc<Mutex<Attempts>>,
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
