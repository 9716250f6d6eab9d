//! Where somebody asks for a mail.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use crate::account::Attempts;

/// Takes requests without looking at them; clones share the queue.
#[derive(Clone, Debug)]
pub struct Postbox {
    requests: mpsc::Sender<Request>,
    /// Each request counts like a wrong password: by address, and by what was typed, whether or not
    /// that is an account. A std mutex: it is held for a look into a map, never across an await.
    asked: Arc<Mutex<Attempts>>,
}

/// Somebody forgot a password.
#[derive(Debug)]
pub(super) struct Request {
    /// A username or an email address, as it was typed.
    pub(super) account: String,
    pub(super) from: IpAddr,
}

/// Why a request is not taken. It says nothing about the account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// Too many requests wait.
    Full,
    /// Too many came from there, or for this account.
    TooOften(Duration),
}

impl Postbox {
    pub(super) fn new(requests: mpsc::Sender<Request>) -> Self {
        Self { requests, asked: Arc::default() }
    }

    /// Leaves a request; what comes of it nobody learns here.
    pub fn ask(&self, account: &str, from: IpAddr, now: Instant) -> Result<(), Refused> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.begin(from, account, now).map_err(Refused::TooOften)?;
        drop(asked);
        let request = Request { account: account.to_owned(), from };
        self.requests.try_send(request).map_err(|_| Refused::Full)
    }
}

/// A request waits for a look into the database, a few milliseconds. When so many wait, somebody
/// sends them by the thousand, and is told to come again rather than be let fill the memory.
pub(super) const CAPACITY: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_postbox_refuses_and_takes_again_once_there_is_room() {
        let (requests, mut inbox) = mpsc::channel(CAPACITY);
        let (postbox, now) = (Postbox::new(requests), Instant::now());
        let ask = |number: usize| {
            let from = IpAddr::from([203, 0, 113, u8::try_from(number).unwrap()]);
            postbox.ask(&number.to_string(), from, now)
        };
        (0..CAPACITY).for_each(|number| ask(number).unwrap());
        assert_eq!(ask(CAPACITY), Err(Refused::Full));
        assert_eq!(inbox.try_recv().unwrap().account, "0");
        assert_eq!(ask(CAPACITY + 1), Ok(()));
    }

    #[test]
    fn an_address_and_an_account_have_to_wait_after_a_few_requests() {
        let (requests, _inbox) = mpsc::channel(CAPACITY);
        let (postbox, now) = (Postbox::new(requests), Instant::now());
        let here = IpAddr::from([192, 0, 2, 1]);
        for name in ["ana", "ben", "eva", "kai", "tom"] {
            postbox.ask(name, here, now).unwrap();
        }
        assert!(matches!(postbox.ask("zoe", here, now), Err(Refused::TooOften(_))));
        for last in 2..6 {
            postbox.ask("Ana ", IpAddr::from([192, 0, 2, last]), now).unwrap();
        }
        let elsewhere = IpAddr::from([192, 0, 2, 9]);
        assert!(matches!(postbox.ask("ana", elsewhere, now), Err(Refused::TooOften(_))));
        assert_eq!(postbox.ask("zoe", elsewhere, now), Ok(()));
        assert_eq!(postbox.ask("zoe", here, now + Duration::from_secs(1)), Ok(()));
    }
}
