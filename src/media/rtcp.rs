//! RTCP packets, read one by one from a compound packet (RFC 3550, RFC 4585, RFC 5104).

use super::feedback::arrivals::Arrivals;

/// What a control packet says, as far as a router cares.
#[derive(Debug, PartialEq)]
pub(super) enum Message<'a> {
    /// When packets of the whole connection arrived.
    Arrivals(Arrivals<'a>),
    /// Packets that the receiver of `media` misses.
    Nack { media: u32, missing: MissingList<'a> },
    /// The receiver of `media` needs a key frame (PLI or FIR).
    KeyFrameWanted { media: u32 },
    /// The sender's clocks.
    SenderReport { ssrc: u32, ntp: u64, rtp: u32 },
}

/// The numbers in a generic NACK (RFC 4585, section 6.2.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MissingList<'a>(&'a [u8]);

impl MissingList<'_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> {
        self.0.chunks_exact(4).flat_map(|pair| {
            let first = u16::from_be_bytes([pair[0], pair[1]]);
            let following = u16::from_be_bytes([pair[2], pair[3]]);
            std::iter::once(first)
                .chain((0..16).filter(move |bit| following >> bit & 1 == 1).map(move |bit| first.wrapping_add(bit + 1)))
        })
    }
}

/// Reads a decrypted compound packet; what is unknown or malformed ends or is skipped silently.
pub(super) fn read(mut compound: &[u8]) -> impl Iterator<Item = Message<'_>> {
    std::iter::from_fn(move || {
        loop {
            let head: &[u8; 4] = compound.first_chunk()?;
            let len = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
            if head[0] >> 6 != 2 || compound.len() < len {
                return None;
            }
            let (packet, rest) = compound.split_at(len);
            compound = rest;
            if let Some(message) = message(packet) {
                return Some(message);
            }
        }
    })
}

/// Writes a picture loss indication; returns its length.
pub(super) fn write_pli(out: &mut [u8], sender: u32, media: u32) -> usize {
    write_head(out, PLI, PAYLOAD_FEEDBACK, 12);
    out[4..8].copy_from_slice(&sender.to_be_bytes());
    out[8..12].copy_from_slice(&media.to_be_bytes());
    12
}

/// Writes the first word of a packet of `len` bytes, a multiple of four.
pub(super) fn write_head(out: &mut [u8], count: u8, packet_type: u8, len: usize) {
    out[0] = 0x80 | count;
    out[1] = packet_type;
    out[2..4].copy_from_slice(&((len / 4 - 1) as u16).to_be_bytes());
}

fn message(packet: &[u8]) -> Option<Message<'_>> {
    let word = |at: usize| -> Option<u32> { Some(u32::from_be_bytes(*packet.get(at..)?.first_chunk()?)) };
    match (packet[1], packet[0] & 0x1f) {
        (SENDER_REPORT, _) => Some(Message::SenderReport {
            ssrc: word(4)?,
            ntp: u64::from(word(8)?) << 32 | u64::from(word(12)?),
            rtp: word(16)?,
        }),
        (TRANSPORT_FEEDBACK, NACK) => Some(Message::Nack { media: word(8)?, missing: MissingList(packet.get(12..)?) }),
        (TRANSPORT_FEEDBACK, ARRIVALS) => Arrivals::read(packet).map(Message::Arrivals),
        (PAYLOAD_FEEDBACK, PLI) => Some(Message::KeyFrameWanted { media: word(8)? }),
        // A FIR names its media source in the entry (RFC 5104, section 4.3.1).
        (PAYLOAD_FEEDBACK, FIR) => Some(Message::KeyFrameWanted { media: word(12)? }),
        _ => None,
    }
}

pub(super) const SENDER_REPORT: u8 = 200;
pub(super) const RECEIVER_REPORT: u8 = 201;
pub(super) const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
/// Format of a generic NACK.
pub(super) const NACK: u8 = 1;
/// Format of transport-wide feedback.
pub(super) const ARRIVALS: u8 = 15;
const PLI: u8 = 1;
const FIR: u8 = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_compound_packet_is_read_to_its_end() {
        let mut compound = vec![0x80, 201, 0, 1, 0, 0, 0, 1];
        let mut pli = [0; 12];
        write_pli(&mut pli, 1, 77);
        compound.extend(pli);
        compound.extend([0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 9, 0xff, 0xff, 0x80, 0x01]);
        let messages: Vec<_> = read(&compound).collect();
        assert_eq!(messages[0], Message::KeyFrameWanted { media: 77 });
        let Message::Nack { media: 9, missing } = messages[1] else { panic!("{messages:?}") };
        assert_eq!(missing.iter().collect::<Vec<_>>(), [65_535, 0, 15]);
        assert_eq!(messages.len(), 2);
    }

    #[test]
    fn a_sender_report_gives_both_clocks() {
        let mut report = vec![0x80, 200, 0, 6, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
        report.extend([0; 8]);
        assert_eq!(read(&report).collect::<Vec<_>>(), [Message::SenderReport { ssrc: 5, ntp: 1 << 32 | 2, rtp: 3 }]);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(mut packet in proptest::collection::vec(any::<u8>(), 0..64), kind in 200_u8..208) {
            if packet.len() > 4 {
                packet[0] = packet[0] & 0x1f | 0x80;
                packet[1] = kind;
                packet[2] = 0;
                packet[3] %= 16;
            }
            for message in read(&packet) {
                match message {
                    Message::Arrivals(arrivals) => drop(arrivals.iter(0).count()),
                    Message::Nack { missing, .. } => drop(missing.iter().count()),
                    Message::KeyFrameWanted { .. } | Message::SenderReport { .. } => {}
                }
            }
        }
    }
}
