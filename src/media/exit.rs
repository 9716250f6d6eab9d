//! The way out of one subscribe connection: header, transport-wide number, encryption.

use std::time::Instant;

use super::bandwidth::Bandwidth;
use super::link::Link;
use super::remote::Path;
use super::rtp::{FIXED_HEADER, Header, NUMBERED_HEADER};
use super::sdp::TRANSPORT_CC_ID;
use super::srtp::Sealer;
use super::udp::Sender;

/// What sending takes.
pub(super) struct Exit<'a> {
    now: Instant,
    sealer: &'a mut Sealer,
    path: Path,
    bandwidth: Option<&'a mut Bandwidth>,
    sender: &'a mut Sender,
}

/// What a packet's header says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) marker: bool,
    pub(super) payload_type: u8,
    /// The sequence number carried on without wrapping.
    pub(super) index: u64,
    pub(super) timestamp: u32,
    pub(super) ssrc: u32,
    /// Its stream carries transport-wide numbers.
    pub(super) is_numbered: bool,
}

impl<'a> Exit<'a> {
    /// `None` before the peer has proved itself.
    pub(super) fn of(
        now: Instant,
        link: &'a mut Link,
        bandwidth: &'a mut Option<Box<Bandwidth>>,
        sender: &'a mut Sender,
    ) -> Option<Self> {
        let (sealer, path) = link.outlet()?;
        Some(Self { now, sealer, path, bandwidth: bandwidth.as_deref_mut(), sender })
    }

    /// Whether a packet may be sent again: of the stream that is shown now, or of one before it, which
    /// nobody needs any more where the network takes little.
    pub(super) fn may_repair(&mut self, payload: usize, is_shown: bool) -> bool {
        self.bandwidth.as_mut().is_none_or(|bandwidth| {
            (is_shown || !bandwidth.is_scarce()) && bandwidth.may_repair(self.now, payload + PACKET_OVERHEAD)
        })
    }

    /// Sends one packet: `write` puts the payload where it is told to, and returns where it ends.
    pub(super) fn send(&mut self, head: Head, write: impl FnOnce(&mut [u8], usize) -> usize) {
        let Self { now, sealer, path, bandwidth, sender } = self;
        sender.push(*path, |buffer| {
            let Head { marker, payload_type, index, timestamp, ssrc, is_numbered } = head;
            Header::write(buffer, marker, payload_type, index as u16, timestamp, ssrc);
            let Some(bandwidth) = bandwidth.as_mut().filter(|_| is_numbered) else {
                let len = write(buffer, FIXED_HEADER);
                return sealer.seal(buffer, FIXED_HEADER, len, ssrc, index);
            };
            let len = write(buffer, NUMBERED_HEADER);
            let number = bandwidth.departures.depart(*now, len + AROUND);
            Header::write_number(buffer, TRANSPORT_CC_ID, number);
            sealer.seal(buffer, NUMBERED_HEADER, len, ssrc, index)
        });
    }
}

/// Bytes around a packet on the network: its tag, and the headers of UDP and IPv4.
const AROUND: usize = 16 + 28;
/// Bytes around a payload.
pub(super) const PACKET_OVERHEAD: usize = NUMBERED_HEADER + AROUND;
