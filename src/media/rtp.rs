//! The RTP header (RFC 3550, section 5.1) with its extensions (RFC 8285).

/// Length of a header without contributing sources and extensions, in bytes.
pub const FIXED_HEADER: usize = 12;

/// Length of a header with [`Header::write_number`], in bytes.
pub const NUMBERED_HEADER: usize = FIXED_HEADER + 8;

/// What a header says, and where it ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    pub marker: bool,
    pub payload_type: u8,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
    /// Bytes before the payload.
    pub len: usize,
    padded: bool,
    extensions: Option<Extensions>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Extensions {
    profile: u16,
    start: usize,
}

impl Header {
    /// Reads the header; `None` when the packet is not RTP of version 2 or is cut short.
    pub fn read(packet: &[u8]) -> Option<Self> {
        let fixed: &[u8; FIXED_HEADER] = packet.first_chunk()?;
        if fixed[0] >> 6 != 2 {
            return None;
        }
        let mut len = FIXED_HEADER + 4 * usize::from(fixed[0] & 0x0f);
        let mut extensions = None;
        if fixed[0] & 0x10 != 0 {
            let [p0, p1, l0, l1] = *packet.get(len..)?.first_chunk()?;
            extensions = Some(Extensions { profile: u16::from_be_bytes([p0, p1]), start: len + 4 });
            len += 4 + 4 * usize::from(u16::from_be_bytes([l0, l1]));
        }
        (packet.len() >= len).then_some(Self {
            marker: fixed[1] & 0x80 != 0,
            payload_type: fixed[1] & 0x7f,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
            len,
            padded: fixed[0] & 0x20 != 0,
            extensions,
        })
    }

    /// Writes a header without extensions into the first [`FIXED_HEADER`] bytes.
    pub fn write(packet: &mut [u8], marker: bool, payload_type: u8, sequence: u16, timestamp: u32, ssrc: u32) {
        packet[0] = 0x80;
        packet[1] = u8::from(marker) << 7 | payload_type;
        packet[2..4].copy_from_slice(&sequence.to_be_bytes());
        packet[4..8].copy_from_slice(&timestamp.to_be_bytes());
        packet[8..12].copy_from_slice(&ssrc.to_be_bytes());
    }

    /// Adds one extension of two bytes to a written header, which then has [`NUMBERED_HEADER`] bytes.
    pub fn write_number(packet: &mut [u8], id: u8, number: u16) {
        packet[0] |= 0x10;
        packet[12..16].copy_from_slice(&[0xbe, 0xde, 0, 1]);
        packet[16] = id << 4 | 1;
        packet[17..19].copy_from_slice(&number.to_be_bytes());
        packet[19] = 0;
    }

    /// The payload of a decrypted packet, without padding.
    pub fn payload<'a>(&self, packet: &'a [u8]) -> Option<&'a [u8]> {
        let payload = packet.get(self.len..)?;
        let padding = if self.padded { usize::from(*payload.last()?) } else { 0 };
        payload.get(..payload.len().checked_sub(padding)?)
    }

    /// The header extensions as (id, value).
    pub fn extensions<'a>(&self, packet: &'a [u8]) -> impl Iterator<Item = (u8, &'a [u8])> + use<'a> {
        let (profile, mut rest) = match self.extensions {
            Some(Extensions { profile, start }) => (profile, packet.get(start..self.len).unwrap_or_default()),
            None => (ONE_BYTE, &[][..]),
        };
        std::iter::from_fn(move || {
            loop {
                let (&first, after) = rest.split_first()?;
                if first == 0 {
                    rest = after;
                    continue;
                }
                let (id, len, after) = if profile == ONE_BYTE {
                    (first >> 4, usize::from(first & 0x0f) + 1, after)
                } else if profile & 0xfff0 == TWO_BYTE {
                    let (&len, after) = after.split_first()?;
                    (first, usize::from(len), after)
                } else {
                    return None;
                };
                if profile == ONE_BYTE && id == 15 {
                    return None;
                }
                let value = after.get(..len)?;
                rest = &after[len..];
                return Some((id, value));
            }
        })
    }
}

const ONE_BYTE: u16 = 0xbede;
const TWO_BYTE: u16 = 0x1000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_byte_extensions_are_read_between_padding() {
        let packet =
            [0x90, 0xe0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 5, 0xbe, 0xde, 0, 2, 0x10, b'0', 0, 0x31, 1, 2, 0, 0, b'x'];
        let header = Header::read(&packet).unwrap();
        assert_eq!((header.sequence, header.timestamp, header.ssrc, header.len), (7, 9, 5, 24));
        assert!(header.marker);
        assert_eq!(header.extensions(&packet).collect::<Vec<_>>(), [(1, &b"0"[..]), (3, &[1, 2][..])]);
        assert_eq!(header.payload(&packet), Some(&b"x"[..]));
    }

    #[test]
    fn two_byte_extensions_are_read() {
        let packet = [0x90, 96, 0, 7, 0, 0, 0, 9, 0, 0, 0, 5, 0x10, 0x00, 0, 1, 20, 1, b'h', 0];
        let header = Header::read(&packet).unwrap();
        assert_eq!(header.extensions(&packet).collect::<Vec<_>>(), [(20, &b"h"[..])]);
    }

    #[test]
    fn padding_is_stripped_unless_it_lies() {
        let mut packet = [0xa0, 96, 0, 7, 0, 0, 0, 9, 0, 0, 0, 5, b'a', b'b', 0, 2];
        assert_eq!(Header::read(&packet).unwrap().payload(&packet), Some(&b"ab"[..]));
        packet[15] = 5;
        assert_eq!(Header::read(&packet).unwrap().payload(&packet), None);
    }

    #[test]
    fn what_is_written_is_read() {
        let mut packet = [0; FIXED_HEADER];
        Header::write(&mut packet, true, 100, 65_535, 0xdead_beef, 77);
        let header = Header::read(&packet).unwrap();
        assert_eq!((header.payload_type, header.sequence, header.timestamp), (100, 65_535, 0xdead_beef));
    }

    #[test]
    fn a_written_number_is_read_as_an_extension() {
        let mut packet = [7; NUMBERED_HEADER + 1];
        Header::write(&mut packet, false, 100, 1, 2, 77);
        Header::write_number(&mut packet, 3, 0xfffe);
        let header = Header::read(&packet).unwrap();
        assert_eq!((header.len, header.payload(&packet)), (NUMBERED_HEADER, Some(&[7][..])));
        assert_eq!(header.extensions(&packet).collect::<Vec<_>>(), [(3, &[0xff, 0xfe][..])]);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(packet in proptest::collection::vec(any::<u8>(), 0..80), first in 0x80_u8..0xc0) {
            let mut packet = packet;
            if let Some(byte) = packet.first_mut() {
                *byte = first;
            }
            if let Some(header) = Header::read(&packet) {
                let _ = header.extensions(&packet).count();
                let _ = header.payload(&packet);
            }
        }
    }
}
