//! A server of this machine, as the demo signer reaches it.

use std::net::SocketAddr;

use chrono::Utc;
use rand::{SeedableRng, rngs::StdRng};

use super::{Cast, Performance, Stage};
use crate::{
    account::Token,
    participant::{ParticipantError, Route},
    store::{Store, StoreError},
};

/// Where a server of this machine answers and where its media goes.
#[derive(Clone, Debug)]
pub struct House {
    /// Origin of the server on this machine.
    pub origin: String,
    pub media: SocketAddr,
}

/// Why the demo signer did not come.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The signer could not join.
    #[error("the demo signer could not join: {0}")]
    Join(#[from] ParticipantError),
    /// The accounts of the demo could not be found or made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl House {
    /// Brings the signer to a room. `cookie` makes the header of a session.
    pub async fn invite(
        &self,
        store: &Store,
        room: &str,
        cookie: impl FnOnce(&Token) -> String,
    ) -> Result<Performance, DemoError> {
        let (now, mut random) = (Utc::now(), StdRng::from_os_rng());
        let cast = Cast::call(store, &mut random, now).await?;
        let ticket = cast.ticket(store, &mut random, now).await?;
        let stage = Stage {
            server: self.origin.clone(),
            cookie: cookie(&ticket.session),
            room: room.to_owned(),
            route: Route::to_local(self.media),
        };
        Ok(Performance::begin(stage).await?)
    }
}
