//! One secured path to a browser: ICE finds it, DTLS keys it, SRTP uses it.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use rtc::crypto::RTCCrypto;

use super::ConnState;
use super::dtls::{Fingerprint, Handshake, Identity, Progress, Secured};
use super::ice::{BindingRequest, Credentials, Outcome, Responder};
use super::remote::{Path, Remote};
use super::srtp::{OVERHEAD, Opener, Sealer};
use super::udp::{MAX_DATAGRAM, Sender};

/// One of a participant's two connections.
pub(super) struct Link {
    pub(super) ice: Responder,
    handshake: Handshake,
    /// Told by signalling; on the subscribe connection it may come after the handshake.
    expected: Option<Fingerprint>,
    secured: Option<Secured>,
    /// Our address that the peer sends to.
    from: Option<IpAddr>,
    state: ConnState,
    /// Without keys by then, the connection is lost.
    keyed_by: Instant,
}

impl Link {
    pub(super) fn new(now: Instant, local: Credentials, expected: Option<Fingerprint>) -> Self {
        Self {
            ice: Responder::new(now, local),
            handshake: Handshake::new(),
            expected,
            secured: None,
            from: None,
            state: ConnState::Connecting,
            keyed_by: now + PATIENCE,
        }
    }

    /// Answers a binding request; `None` when it is not authentic or a replay.
    pub(super) fn receive_stun(
        &mut self,
        now: Instant,
        datagram: &[u8],
        path: Path,
        crypto: &dyn RTCCrypto,
        sender: &mut Sender,
    ) -> Option<Outcome> {
        let ufrag = super::ice::local_ufrag(datagram)?;
        let password = self.ice.password_of(&ufrag)?.to_owned();
        let request = BindingRequest::read(datagram, &password, crypto)?;
        let outcome = self.ice.accept(now, path.to, &request).ok()?;
        if self.ice.destination() == Some(path.to) {
            self.from = path.from;
        }
        let response = request.response(path.to.address, &password, crypto)?;
        sender.push(path, |buffer| copy(buffer, &response));
        self.settle();
        Some(outcome)
    }

    /// Takes a DTLS datagram of an authenticated address in.
    pub(super) fn receive_dtls(&mut self, now: Instant, datagram: &[u8], identity: &Identity, sender: &mut Sender) {
        match self.handshake.receive(now, identity, datagram) {
            Ok(Progress::Secured(secured)) => self.secured = Some(*secured),
            Ok(Progress::Pending) => {}
            Ok(Progress::Closed) => self.fail(),
            // Anyone who knows the peer's address can send a bad record: it must not end the
            // handshake (RFC 6347, section 4.1.2.7). A handshake that really failed runs out of time.
            Err(error) => tracing::debug!(%error, "bad handshake record"),
        }
        self.send_handshake(sender);
        self.settle();
    }

    /// Moves timers on.
    pub(super) fn tick(&mut self, now: Instant, sender: &mut Sender) {
        if self.handshake.deadline().is_some_and(|deadline| deadline <= now) {
            if self.handshake.handle_timeout(now).is_err() {
                self.fail();
            }
            self.send_handshake(sender);
        }
    }

    /// Ends the path when nothing authenticated came for 30 s or there are no keys after that time;
    /// returns the addresses given up.
    pub(super) fn expire(&mut self, now: Instant) -> Option<impl Iterator<Item = Remote>> {
        let is_late = self.secured.is_none() && self.keyed_by <= now;
        let is_over = self.state != ConnState::Lost && (is_late || self.ice.is_expired(now));
        is_over.then(|| {
            self.state = ConnState::Lost;
            self.ice.lose()
        })
    }

    /// The fingerprint came with an answer. False when it is not the one of before: then it is
    /// another browser.
    pub(super) fn expect(&mut self, fingerprint: Fingerprint) -> bool {
        let is_same = *self.expected.get_or_insert(fingerprint) == fingerprint;
        self.settle();
        is_same
    }

    /// Says goodbye to the peer.
    pub(super) fn close(&mut self, now: Instant, sender: &mut Sender) {
        self.handshake.close(now);
        self.send_handshake(sender);
    }

    /// Decrypts an RTP packet in place; see [`Opener::open`].
    pub(super) fn open(&mut self, packet: &mut [u8], header: usize, ssrc: u32, index: u64) -> Option<usize> {
        self.opener()?.open(packet, header, ssrc, index).ok()
    }

    /// Decrypts an RTCP packet in place.
    pub(super) fn open_control<'a>(&mut self, packet: &'a mut [u8]) -> Option<&'a [u8]> {
        let len = self.opener()?.open_control(packet).ok()?;
        Some(&packet[..len])
    }

    /// Sends one compound RTCP packet that `write` fills in.
    pub(super) fn send_control(&mut self, sender: &mut Sender, write: impl FnOnce(&mut [u8]) -> Option<usize>) {
        let Some((sealer, path)) = self.outlet() else { return };
        sender.push(path, |buffer| write(&mut buffer[..MAX_CONTROL]).map_or(0, |len| sealer.seal_control(buffer, len)));
    }

    /// What sending takes; `None` before the peer has proved itself.
    pub(super) fn outlet(&mut self) -> Option<(&mut Sealer, Path)> {
        if self.state != ConnState::Connected {
            return None;
        }
        let path = Path { to: self.ice.destination()?, from: self.from };
        Some((&mut self.secured.as_mut()?.sealer, path))
    }

    pub(super) fn state(&self) -> ConnState {
        self.state
    }

    fn opener(&mut self) -> Option<&mut Opener> {
        let is_verified = self.secured.as_ref().is_some_and(|secured| Some(secured.fingerprint) == self.expected);
        if is_verified { self.secured.as_mut().map(|secured| &mut secured.opener) } else { None }
    }

    fn send_handshake(&mut self, sender: &mut Sender) {
        while let Some(datagram) = self.handshake.outgoing() {
            if let Some(to) = self.ice.destination() {
                sender.push(Path { to, from: self.from }, |buffer| copy(buffer, &datagram));
            }
        }
    }

    /// Connected is: a path, keys, and the certificate that signalling announced.
    fn settle(&mut self) {
        let (Some(secured), Some(expected), Some(_)) = (&self.secured, self.expected, self.ice.destination()) else {
            return;
        };
        if secured.fingerprint == expected {
            self.state = ConnState::Connected;
        } else {
            self.fail();
        }
    }

    fn fail(&mut self) {
        self.secured = None;
        self.state = ConnState::Lost;
    }
}

/// Longest RTCP packet that [`Link::send_control`] has room for, in bytes.
pub(super) const MAX_CONTROL: usize = MAX_DATAGRAM - OVERHEAD;

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn copy(buffer: &mut [u8], datagram: &[u8]) -> usize {
    match buffer.get_mut(..datagram.len()) {
        Some(room) => {
            room.copy_from_slice(datagram);
            datagram.len()
        }
        None => 0,
    }
}
