//! Finds out when a track can be seen: its first whole key frame, really decoded.

use std::time::Duration;

use bytes::Bytes;

use crate::video::{
    EncodedFrame,
    vp8::{self, is_key_frame},
};

/// A packet as it came in.
#[derive(Clone, Debug)]
pub(super) struct Packet {
    pub(super) ssrc: u32,
    pub(super) sequence: u16,
    pub(super) marker: bool,
    pub(super) payload: Bytes,
}

/// Joins the packets of one key frame.
#[derive(Default)]
pub(super) struct FirstPicture {
    frame: Vec<u8>,
    next: Option<u16>,
}

impl FirstPicture {
    /// Takes the next packet; true once a key frame was decoded.
    pub(super) fn push(&mut self, packet: Packet) -> bool {
        let Some((start, part)) = depayload(&packet.payload) else { return false };
        if start && is_key_frame(part) {
            self.frame.clear();
        } else if self.next != Some(packet.sequence) {
            self.next = None;
            return false;
        }
        self.frame.extend_from_slice(part);
        self.next = Some(packet.sequence.wrapping_add(1));
        if !packet.marker {
            return false;
        }
        self.next = None;
        let frame = EncodedFrame { at: Duration::ZERO, key: true, data: std::mem::take(&mut self.frame) };
        matches!(vp8::Decoder::new().decode(&frame), Ok(Some(_)))
    }
}

/// Whether a frame starts here, with the bytes behind the VP8 payload descriptor (RFC 7741, 4.2).
fn depayload(payload: &[u8]) -> Option<(bool, &[u8])> {
    let (&first, rest) = payload.split_first()?;
    let mut skip = 0;
    if first & 0x80 != 0 {
        let (&flags, after) = rest.split_first()?;
        skip = 1;
        if flags & 0x80 != 0 {
            skip += if after.first()? & 0x80 != 0 { 2 } else { 1 };
        }
        skip += usize::from(flags & 0x40 != 0) + usize::from(flags & 0x30 != 0);
    }
    Some((first & 0x10 != 0 && first & 0x07 == 0, rest.get(skip..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_descriptor_is_skipped_whatever_its_extensions() {
        assert_eq!(depayload(&[0x10, 1, 2]), Some((true, &[1, 2][..])));
        assert_eq!(depayload(&[0x90, 0x80, 0x11, 1]), Some((true, &[1][..])));
        assert_eq!(depayload(&[0x90, 0x80, 0x91, 0x22, 1]), Some((true, &[1][..])));
        assert_eq!(depayload(&[0x80, 0xf0, 0x91, 0x22, 3, 4, 1]), Some((false, &[1][..])));
        assert_eq!(depayload(&[0x80, 0xf0, 0x91]), None);
    }
}
