//! The ICE-lite responder of one connection (RFC 8445, section 2.5).
//!
//! RFC 8445 lets a lite agent keep the first selected pair until a restart. We follow the newest
//! authenticated nomination instead, so that a phone that changes from Wi-Fi to mobile goes on
//! without one.

mod candidate;
mod credentials;
mod stun;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

pub(super) use candidate::{Candidate, Transport};
pub(super) use credentials::{Credentials, Ufrag};
#[cfg(test)]
pub(super) use stun::browser;
pub(super) use stun::{BindingRequest, TransactionId, local_ufrag};

use super::remote::Remote;

/// Which credentials open this connection, and where its packets go.
#[derive(Debug)]
pub(super) struct Responder {
    local: Credentials,
    /// Credentials before a restart: they hold until the new ones nominate.
    previous: Option<Credentials>,
    destination: Option<Remote>,
    /// When a request last came from the destination.
    destination_heard: Instant,
    /// Authenticated addresses, oldest first.
    known: VecDeque<Remote>,
    seen: VecDeque<(TransactionId, Remote)>,
    heard: Instant,
}

/// What an authenticated request changed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Outcome {
    /// An address to receive from that was not known.
    pub(super) learned: Option<Remote>,
    /// An address that is given up.
    pub(super) forgotten: Option<Remote>,
    /// Credentials that do not open this connection any more.
    pub(super) retired: Option<Ufrag>,
}

/// The request was recorded and sent again from elsewhere.
#[derive(Debug, PartialEq)]
pub(super) struct Replayed;

impl Responder {
    pub(super) fn new(now: Instant, local: Credentials) -> Self {
        Self {
            local,
            previous: None,
            destination: None,
            destination_heard: now,
            known: VecDeque::new(),
            seen: VecDeque::new(),
            heard: now,
        }
    }

    /// Takes an authenticated request in.
    pub(super) fn accept(&mut self, now: Instant, from: Remote, request: &BindingRequest) -> Result<Outcome, Replayed> {
        // A retransmission keeps its transaction id and its address (RFC 8489, section 6.2.1).
        match self.seen.iter().find(|(id, _)| *id == request.transaction) {
            Some((_, before)) if *before != from => return Err(Replayed),
            Some(_) => {}
            None => {
                if self.seen.len() == MAX_SEEN {
                    self.seen.pop_front();
                }
                self.seen.push_back((request.transaction, from));
            }
        }
        self.heard = now;
        let mut outcome = Outcome::default();
        if !self.known.contains(&from) {
            self.known.push_back(from);
            outcome.learned = Some(from);
        }
        let is_current = request.local_ufrag == self.local.ufrag;
        if request.nominates && is_current {
            outcome.retired = self.previous.take().map(|credentials| credentials.ufrag);
            self.destination = Some(from);
        } else if request.nominates || self.destination.is_none() || self.is_silent(now) {
            self.destination = Some(from);
        }
        if self.destination == Some(from) {
            self.destination_heard = now;
        }
        if self.known.len() > MAX_KNOWN {
            let oldest = self.known.iter().position(|address| Some(*address) != self.destination);
            outcome.forgotten = oldest.and_then(|at| self.known.remove(at));
        }
        Ok(outcome)
    }

    /// Begins a restart (RFC 8445, section 9): new credentials beside the old. Returns credentials
    /// that end at once, when restarts follow each other.
    pub(super) fn restart(&mut self, local: Credentials) -> Option<Ufrag> {
        let before = std::mem::replace(&mut self.local, local);
        self.previous.replace(before).map(|credentials| credentials.ufrag)
    }

    /// The TCP connection to this remote is gone.
    pub(super) fn give_up(&mut self, remote: Remote) {
        self.known.retain(|known| *known != remote);
        if self.destination == Some(remote) {
            self.destination = None;
        }
    }

    /// Stops sending: the path is dead until somebody authenticates again. Returns the addresses
    /// that are given up.
    pub(super) fn lose(&mut self) -> impl Iterator<Item = Remote> {
        self.destination = None;
        self.known.drain(..)
    }

    pub(super) fn password_of(&self, ufrag: &Ufrag) -> Option<&str> {
        std::iter::once(&self.local)
            .chain(&self.previous)
            .find(|credentials| credentials.ufrag == *ufrag)
            .map(|credentials| credentials.password.as_str())
    }

    /// True when consent (RFC 7675) was not renewed for too long.
    pub(super) fn is_expired(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.heard) >= CONSENT
    }

    /// Not every agent nominates again when its address changes: some only go on with consent
    /// checks, from the new one.
    fn is_silent(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.destination_heard) >= SILENCE
    }

    pub(super) fn destination(&self) -> Option<Remote> {
        self.destination
    }

    pub(super) fn local(&self) -> &Credentials {
        &self.local
    }
}

/// Browsers renew consent every 2.5 s or so.
const CONSENT: Duration = Duration::from_secs(30);
/// Two consent checks, with air.
const SILENCE: Duration = Duration::from_secs(5);
/// A browser checks from a few addresses; when there are more, the oldest is forgotten.
const MAX_KNOWN: usize = 8;
/// Transaction ids that are remembered, 20 minutes of them; then the oldest is forgotten.
const MAX_SEEN: usize = 512;

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::num::NonZeroU32;

    use super::*;
    use crate::media::remote::StreamNumber;

    fn address(port: u16) -> Remote {
        SocketAddr::from(([192, 0, 2, 1], port)).into()
    }

    fn credentials(name: &str) -> Credentials {
        Credentials { ufrag: Ufrag::parse(name).unwrap(), password: format!("password of {name}") }
    }

    fn request(ufrag: &str, id: u8, nominates: bool) -> BindingRequest {
        BindingRequest { transaction: TransactionId([id; 12]), local_ufrag: Ufrag::parse(ufrag).unwrap(), nominates }
    }

    fn responder() -> (Instant, Responder) {
        let now = Instant::now();
        (now, Responder::new(now, credentials("aaaa")))
    }

    #[test]
    fn the_first_address_serves_until_one_is_nominated() {
        let (now, mut ice) = responder();
        assert_eq!(ice.accept(now, address(1), &request("aaaa", 1, false)).unwrap().learned, Some(address(1)));
        ice.accept(now, address(2), &request("aaaa", 2, false)).unwrap();
        assert_eq!(ice.destination(), Some(address(1)));
        ice.accept(now, address(2), &request("aaaa", 3, true)).unwrap();
        assert_eq!(ice.destination(), Some(address(2)));
    }

    #[test]
    fn the_newest_nomination_wins() {
        let (now, mut ice) = responder();
        for (id, port) in [(1, 1), (2, 2), (3, 1)] {
            ice.accept(now, address(port), &request("aaaa", id, true)).unwrap();
            assert_eq!(ice.destination(), Some(address(port)));
        }
    }

    #[test]
    fn consent_checks_from_elsewhere_are_followed_once_the_old_address_is_silent() {
        let (now, mut ice) = responder();
        ice.accept(now, address(1), &request("aaaa", 1, true)).unwrap();
        ice.accept(now + Duration::from_secs(3), address(2), &request("aaaa", 2, false)).unwrap();
        assert_eq!(ice.destination(), Some(address(1)));
        ice.accept(now + Duration::from_secs(5), address(2), &request("aaaa", 3, false)).unwrap();
        assert_eq!(ice.destination(), Some(address(2)));
    }

    #[test]
    fn a_recorded_request_from_elsewhere_is_refused() {
        let (now, mut ice) = responder();
        ice.accept(now, address(1), &request("aaaa", 1, true)).unwrap();
        assert!(ice.accept(now, address(1), &request("aaaa", 1, true)).is_ok());
        assert_eq!(ice.accept(now, address(9), &request("aaaa", 1, true)), Err(Replayed));
        assert_eq!(ice.destination(), Some(address(1)));
    }

    #[test]
    fn after_a_restart_the_old_pair_holds_until_the_new_one_is_nominated() {
        let (now, mut ice) = responder();
        ice.accept(now, address(1), &request("aaaa", 1, true)).unwrap();
        assert_eq!(ice.restart(credentials("bbbb")), None);
        assert!(ice.password_of(&Ufrag::parse("aaaa").unwrap()).is_some());
        ice.accept(now, address(2), &request("bbbb", 2, false)).unwrap();
        assert_eq!(ice.destination(), Some(address(1)));
        let outcome = ice.accept(now, address(2), &request("bbbb", 3, true)).unwrap();
        assert_eq!(outcome.retired, Ufrag::parse("aaaa"));
        assert_eq!(ice.destination(), Some(address(2)));
        assert!(ice.password_of(&Ufrag::parse("aaaa").unwrap()).is_none());
    }

    #[test]
    fn consent_ends_after_30_s_of_silence() {
        let (now, mut ice) = responder();
        ice.accept(now, address(1), &request("aaaa", 1, true)).unwrap();
        assert!(!ice.is_expired(now + Duration::from_secs(29)));
        assert!(ice.is_expired(now + Duration::from_secs(30)));
        assert_eq!(ice.lose().collect::<Vec<_>>(), [address(1)]);
        assert_eq!(ice.destination(), None);
    }

    #[test]
    fn only_so_many_addresses_are_kept_and_never_without_the_current() {
        let (now, mut ice) = responder();
        ice.accept(now, address(1), &request("aaaa", 1, true)).unwrap();
        for id in 2..20 {
            ice.accept(now, address(id.into()), &request("aaaa", id, false)).unwrap();
        }
        assert_eq!(ice.known.len(), MAX_KNOWN);
        assert!(ice.known.contains(&address(1)));
    }

    #[test]
    fn when_a_tcp_connection_is_gone_the_next_request_finds_another_way_at_once() {
        let (now, mut ice) = responder();
        let stream = Remote { stream: Some(StreamNumber(NonZeroU32::MIN)), ..address(1) };
        ice.accept(now, stream, &request("aaaa", 1, true)).unwrap();
        ice.give_up(stream);
        assert_eq!(ice.destination(), None);
        ice.accept(now, address(1), &request("aaaa", 2, false)).unwrap();
        assert_eq!(ice.destination(), Some(address(1)));
    }
}
