//! Makes a letter of a request, where there is somebody to write to.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::courier::{Courier, Errand};
use super::letter::Letter;
use super::postbox::Request;
use crate::account::Token;
use crate::config::PublicUrl;
use crate::store::Store;

/// A task of its own, until it is told to finish.
pub struct Clerk {
    desk: JoinHandle<()>,
    courier: Courier,
    stop: CancellationToken,
}

impl Clerk {
    pub(super) fn start(mut inbox: mpsc::Receiver<Request>, store: Store, public: PublicUrl, courier: Courier) -> Self {
        let stop = CancellationToken::new();
        let mut desk = Desk { store, public, courier: courier.clone(), dropped: 0 };
        let asked = stop.clone();
        let desk = tokio::spawn(async move {
            loop {
                tokio::select! {
                    // What waits already is still looked at.
                    () = asked.cancelled(), if !inbox.is_closed() => inbox.close(),
                    request = inbox.recv() => match request {
                        Some(request) => desk.answer(request).await,
                        None => return,
                    },
                }
            }
        });
        Self { desk, courier, stop }
    }

    /// Takes no more requests, and sends what was asked for; what cannot be sent in time is lost, and
    /// said to be.
    pub async fn finish(self, grace: Duration) {
        let Self { mut desk, courier, stop } = self;
        stop.cancel();
        if tokio::time::timeout(grace, &mut desk).await.is_err() {
            desk.abort();
            tracing::warn!("requests for new passwords were lost: the database did not answer");
        }
        let lost = courier.finish(grace).await;
        if lost > 0 {
            tracing::warn!(mails = lost, "mails with links to new passwords were lost: the mail server did not answer");
        }
    }
}

struct Desk {
    store: Store,
    public: PublicUrl,
    courier: Courier,
    dropped: u64,
}

impl Desk {
    async fn answer(&mut self, request: Request) {
        let Some(space) = self.courier.space() else { return self.drop_one() };
        let (token, now) = (Token::draw(&mut rand::rng()), Utc::now());
        let expires = now + LINK_LIFETIME;
        let offered = self.store.offer_reset_link(&request.account, token.digest(), now, expires, MOST_LINKS).await;
        match offered {
            Ok(Some(user)) => {
                let letter = Letter::reset(user.email, &self.public, &token, expires);
                let errand = Errand { letter, user: user.id, link: token.digest(), asked_from: request.from };
                self.courier.take(errand, space);
            }
            Ok(None) => tracing::debug!("somebody asked for a mail that nobody is to get"),
            Err(error) => tracing::error!(%error, "a request for a new password was lost"),
        }
    }

    /// A line for each would let whoever sends requests fill the log.
    fn drop_one(&mut self) {
        self.dropped += 1;
        if self.dropped.is_power_of_two() {
            tracing::warn!(mails = self.dropped, "mails were dropped since the start: too many are under way");
        }
    }
}

/// Long enough for a slow mail server, short enough not to lie in a mailbox for whoever reads it later.
const LINK_LIFETIME: TimeDelta = TimeDelta::hours(1);
/// Links to one account that may be good at once: nobody's mailbox is filled by a stranger.
const MOST_LINKS: u64 = 3;
