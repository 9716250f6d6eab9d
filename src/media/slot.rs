//! One slot of a subscribe connection: the same stream for the browser, whoever is shown in it.

use std::time::Instant;

use rand::Rng;

use super::epoch::{Numbering, Rewrite, StreamId};
use super::exit::{Exit, Head};
use super::feedback::reports;
use super::publish::Layer;
use super::ring::Packet;
use super::router::Seat;
use super::sdp::{OPUS, SlotLine, VP8, VP8_RTX};
use super::tile::Tile;
use super::{MediaKind, PeerId, SlotEntry};

/// A slot and what it shows.
pub(super) struct Slot {
    pub(super) mid: String,
    pub(super) kind: MediaKind,
    /// Its number among the slots of its kind.
    index: usize,
    pub(super) ssrc: u32,
    repair_ssrc: u32,
    /// False when the browser's answer refused it.
    pub(super) is_accepted: bool,
    /// Its packets carry transport-wide numbers.
    pub(super) is_numbered: bool,
    source: Option<Source>,
    tile: Tile,
    /// So many layers may be sent, from the lowest on.
    allowed: usize,
    numbering: Numbering,
    next_repair: u64,
    packets: u32,
    octets: u32,
}

/// The track that a slot shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Source {
    pub(super) seat: Seat,
    pub(super) peer: PeerId,
    /// Which of the publisher's tracks.
    pub(super) track: usize,
}

impl Slot {
    pub(super) fn new(kind: MediaKind, index: usize, rng: &mut impl Rng) -> Self {
        let (letter, clock_rate) = match kind {
            MediaKind::Audio => ('a', 48_000),
            MediaKind::Video => ('v', 90_000),
        };
        // RFC 3711, section 3.3.1: begin well below the wrap, so that an early loss cannot make
        // the receiver miss the first roll-over.
        let first = u64::from(rng.random_range(1..=0x7fff_u16));
        Self {
            mid: format!("{letter}{index}"),
            kind,
            index,
            ssrc: rng.random(),
            repair_ssrc: rng.random(),
            is_accepted: true,
            is_numbered: false,
            source: None,
            tile: Tile::Unknown,
            allowed: usize::MAX,
            numbering: Numbering::new(clock_rate, first),
            next_repair: u64::from(rng.random_range(1..=0x7fff_u16)),
            packets: 0,
            octets: 0,
        }
    }

    /// Shows another track, or nobody.
    pub(super) fn show(&mut self, source: Option<Source>) {
        self.source = source;
        self.tile = Tile::Unknown;
        self.allowed = usize::MAX;
        self.numbering.interrupt();
    }

    /// The viewer shows it so large from now on. What is hidden begins with a key frame when it is
    /// shown again.
    pub(super) fn set_tile(&mut self, tile: Tile) {
        if tile == Tile::Hidden {
            self.numbering.interrupt();
        }
        self.tile = tile;
    }

    pub(super) fn tile(&self) -> Tile {
        self.tile
    }

    /// The viewer's network takes so many layers of it. What was paused begins with a key frame again.
    /// True when the picture is paused by it now and was not before, or the other way round.
    pub(super) fn allow(&mut self, layers: usize) -> bool {
        let before = self.is_paused();
        self.allowed = layers;
        if self.is_paused() {
            self.numbering.interrupt();
        }
        self.is_paused() != before
    }

    pub(super) fn allowed(&self) -> usize {
        self.allowed
    }

    /// The viewer's network does not take it.
    pub(super) fn is_paused(&self) -> bool {
        self.source.is_some() && self.allowed == 0
    }

    /// Sends a packet of `layer` on, padded to `longest` payload bytes if little is missing. False
    /// when the slot waits for a key frame.
    pub(super) fn forward(
        &mut self,
        now: Instant,
        layer: &Layer,
        sequence: u64,
        packet: &Packet<'_>,
        longest: usize,
        exit: &mut Exit<'_>,
    ) -> bool {
        let Some(rewrite) = self.numbering.forward(now, layer.stream, sequence, packet) else {
            return self.numbering.current() == Some(layer.stream);
        };
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(packet.payload.len() as u32);
        let payload_type = match self.kind {
            MediaKind::Audio => OPUS,
            MediaKind::Video => VP8,
        };
        let head = Head {
            marker: packet.marker,
            payload_type,
            index: rewrite.sequence,
            timestamp: rewrite.timestamp,
            ssrc: self.ssrc,
            is_numbered: self.is_numbered,
        };
        exit.send(head, |buffer, at| {
            let len = write_payload(buffer, at, packet, &rewrite);
            pad(buffer, len, at + longest)
        });
        true
    }

    /// Sends everything from the newest key frame on, if a viewer can begin with it. False when it
    /// cannot, and has to wait for the next one.
    pub(super) fn begin(&mut self, now: Instant, layer: &Layer, exit: &mut Exit<'_>) -> bool {
        let Some((packets, came)) = layer.beginning(now) else { return false };
        for sequence in packets {
            if let Some(packet) = layer.ring.get(sequence) {
                // On the clock of their coming: told as of now, they would put all that follows into the future.
                self.forward(came, layer, sequence, &packet, 0, exit);
            }
        }
        true
    }

    /// Sends a packet again on the repair stream (RFC 4588), from the ring it is still in.
    pub(super) fn repair(&mut self, missing: u16, layers: &[Layer], exit: &mut Exit<'_>) {
        let Some((stream, sequence)) = self.numbering.source_of(missing) else { return };
        let Some(layer) = layers.iter().find(|layer| layer.stream == stream) else { return };
        let Some(packet) = layer.ring.get(sequence) else { return };
        let Some(rewrite) = self.numbering.again(stream, sequence, packet.timestamp) else { return };
        if !exit.may_repair(packet.payload.len(), self.shows(stream)) {
            return;
        }
        let head = self.repair_head(packet.marker, rewrite.timestamp);
        exit.send(head, |buffer, at| {
            buffer[at..at + 2].copy_from_slice(&(rewrite.sequence as u16).to_be_bytes());
            write_payload(buffer, at + 2, &packet, &rewrite)
        });
    }

    /// Sends a packet of padding alone on the repair stream.
    pub(super) fn send_padding(&mut self, exit: &mut Exit<'_>) {
        let head = self.repair_head(false, 0);
        exit.send(head, |buffer, at| {
            write_padding(buffer, at, PADDING);
            at + usize::from(PADDING)
        });
    }

    fn repair_head(&mut self, marker: bool, timestamp: u32) -> Head {
        let index = self.next_repair;
        self.next_repair += 1;
        let (ssrc, is_numbered) = (self.repair_ssrc, self.is_numbered);
        Head { marker, payload_type: VP8_RTX, index, timestamp, ssrc, is_numbered }
    }

    /// Writes the publisher's sender report as ours; `None` when its stream is not shown.
    pub(super) fn write_report(&self, out: &mut [u8], stream: StreamId, ntp: u64, rtp: u32) -> Option<usize> {
        let timestamp = self.numbering.timestamp(stream, rtp)?;
        Some(reports::write_sender_report(out, self.ssrc, ntp, timestamp, self.packets, self.octets))
    }

    pub(super) fn source(&self) -> Option<Source> {
        self.source
    }

    /// Whether packets of this stream go out now.
    pub(super) fn shows(&self, stream: StreamId) -> bool {
        self.numbering.current() == Some(stream)
    }

    /// Whether a moving picture goes out, of whatever stream.
    pub(super) fn is_flowing(&self, now: Instant) -> bool {
        self.numbering.is_flowing(now)
    }

    pub(super) fn index(&self) -> usize {
        self.index
    }

    pub(super) fn entry(&self) -> SlotEntry {
        SlotEntry {
            mid: self.mid.clone(),
            kind: self.kind,
            source: self.source.map(|source| source.peer),
            is_paused: self.is_paused(),
        }
    }

    pub(super) fn line(&self) -> SlotLine<'_> {
        SlotLine { mid: &self.mid, kind: self.kind, stream: self.index, ssrc: self.ssrc, repair_ssrc: self.repair_ssrc }
    }
}

/// Fills a packet up with RTP padding (RFC 3550, section 5.1), so that packets of one frame, which
/// encoders cut a byte apart, are of one size and leave as one message. Returns the new length.
fn pad(buffer: &mut [u8], len: usize, wanted: usize) -> usize {
    let padding = wanted.saturating_sub(len);
    if padding == 0 || padding > MAX_PADDING {
        return len;
    }
    write_padding(buffer, len, padding as u8);
    wanted
}

/// So many bytes, at least one, of which the last says how many (RFC 3550, section 5.1).
fn write_padding(buffer: &mut [u8], at: usize, count: u8) {
    let last = at + usize::from(count) - 1;
    buffer[0] |= 0x20;
    buffer[at..last].fill(0);
    buffer[last] = count;
}

/// Payload of a packet of padding alone, in bytes: the most that its length can say.
pub(super) const PADDING: u8 = 255;
/// More would cost the network what it saves the server.
const MAX_PADDING: usize = 8;

/// Copies the payload with its picture numbers shifted; returns the packet's length.
fn write_payload(buffer: &mut [u8], at: usize, packet: &Packet<'_>, rewrite: &Rewrite) -> usize {
    let len = at + packet.payload.len();
    let payload = &mut buffer[at..len];
    payload.copy_from_slice(packet.payload);
    if let Some(vp8) = packet.vp8 {
        vp8.shift(payload, rewrite.picture_offset, rewrite.tl0_offset);
    }
    len
}
