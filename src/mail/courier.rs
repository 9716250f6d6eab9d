//! Carries letters to the mail server, again when it has no time.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::letter::Letter;
use super::smtp::{Failure, Smtp};
use crate::store::{NewAudit, Store, StoreError, TokenDigest};

/// Clones carry together.
#[derive(Clone)]
pub(super) struct Courier {
    smtp: Arc<Smtp>,
    store: Store,
    bag: Arc<Semaphore>,
    connections: Arc<Semaphore>,
    under_way: TaskTracker,
    /// No more waiting: the server stops.
    hurry: CancellationToken,
    /// What is still under way is lost.
    abandon: CancellationToken,
}

/// Room for one letter, asked for before a link is made for it.
pub(super) struct Space {
    _held: OwnedSemaphorePermit,
}

/// A letter, with what is to be done about it here.
pub(super) struct Errand {
    pub(super) letter: Letter,
    pub(super) user: Uuid,
    /// Of the link in the letter, which is void if the letter does not arrive.
    pub(super) link: TokenDigest,
    pub(super) asked_from: IpAddr,
}

impl Courier {
    pub(super) fn new(smtp: Smtp, store: Store) -> Self {
        Self {
            smtp: Arc::new(smtp),
            store,
            bag: Arc::new(Semaphore::new(MOST_UNDER_WAY)),
            connections: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            under_way: TaskTracker::new(),
            hurry: CancellationToken::new(),
            abandon: CancellationToken::new(),
        }
    }

    /// Room for one more letter, if there is some.
    pub(super) fn space(&self) -> Option<Space> {
        Arc::clone(&self.bag).try_acquire_owned().ok().map(|held| Space { _held: held })
    }

    pub(super) fn take(&self, errand: Errand, space: Space) {
        let courier = self.clone();
        self.under_way.spawn(async move {
            tokio::select! {
                () = courier.abandon.cancelled() => {}
                () = courier.run(errand) => {}
            }
            drop(space);
        });
    }

    /// Brings to an end what is under way: pauses end, each letter has one more attempt. Gives how many
    /// were lost.
    pub(super) async fn finish(self, grace: Duration) -> usize {
        self.hurry.cancel();
        self.under_way.close();
        let done = tokio::time::timeout(grace, self.under_way.wait()).await;
        let lost = if done.is_ok() { 0 } else { self.under_way.len() };
        self.abandon.cancel();
        self.under_way.wait().await;
        lost
    }

    async fn run(&self, errand: Errand) {
        let outcome = self.deliver(&errand.letter).await;
        if let Err(failure) = outcome {
            tracing::warn!(%failure, "a mail was not sent");
            if let Err(error) = self.store.void_reset_link(&errand.link).await {
                tracing::error!(%error, "a link that did not arrive is still good");
            }
        }
        if let Err(error) = self.note(&errand, outcome).await {
            tracing::error!(%error, "a mail could not be noted");
        }
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), Failure> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let failure = match self.attempt(letter).await {
                Ok(()) => return Ok(()),
                Err(failure) => failure,
            };
            let pause = pauses.next().filter(|_| failure.may_pass() && !self.hurry.is_cancelled());
            let Some(pause) = pause else { return Err(failure) };
            tracing::debug!(%failure, ?pause, "a mail is to be sent again");
            tokio::select! {
                () = self.hurry.cancelled() => {}
                () = sleep(pause) => {}
            }
        }
    }

    async fn attempt(&self, letter: &Letter) -> Result<(), Failure> {
        // Nobody closes it; and without a permit a mail is still better sent.
        let _connection = self.connections.acquire().await;
        self.smtp.send(letter).await
    }

    async fn note(&self, errand: &Errand, outcome: Result<(), Failure>) -> Result<(), StoreError> {
        let (action, reason) = match outcome {
            Ok(()) => ("reset_mail_sent", String::new()),
            Err(failure) => ("reset_mail_failed", format!(": {failure}")),
        };
        let entry = NewAudit {
            actor: None,
            action: action.to_owned(),
            subject: errand.user.to_string(),
            detail: Some(format!("asked from {}{reason}", errand.asked_from)),
            at: Utc::now(),
        };
        self.store.audit(entry).await
    }
}

/// Letters on their way or waiting for another attempt. Beyond, mails are dropped and counted: the
/// mail server has not answered for a long time then.
const MOST_UNDER_WAY: usize = 64;
/// Mail servers take offence at many connections from one address.
const MOST_CONNECTIONS: usize = 4;
/// Before each further attempt. Somebody sits and waits for the mail: who learns after some minutes
/// that none comes asks an administrator.
const PAUSES: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(20), Duration::from_secs(120)];
