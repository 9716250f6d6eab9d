//! The last packets of one layer, for everyone who is sent them or asks for them again.

use super::vp8::Descriptor;

/// Longest payload that is routed, in bytes: with headers and tag it fits an Ethernet frame even
/// as a retransmission. Longer ones are dropped; browsers stay below 1,200.
pub(super) const MAX_PAYLOAD: usize = 1_400;

/// Packets by sequence number: the newest, as many as there are slots.
pub(super) struct Ring {
    slots: Box<[Slot]>,
    /// One stretch of [`MAX_PAYLOAD`] bytes a slot; untouched stretches cost no memory.
    payloads: Box<[u8]>,
    /// One above the highest number put in.
    end: u64,
}

/// A packet in the ring.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet<'a> {
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) vp8: Option<Descriptor>,
    pub(super) payload: &'a [u8],
}

#[derive(Clone, Copy)]
struct Slot {
    sequence: u64,
    timestamp: u32,
    len: u16,
    marker: bool,
    vp8: Option<Descriptor>,
}

impl Ring {
    pub(super) fn new(capacity: usize) -> Self {
        let empty = Slot { sequence: u64::MAX, timestamp: 0, len: 0, marker: false, vp8: None };
        Self {
            slots: vec![empty; capacity].into_boxed_slice(),
            payloads: vec![0; capacity * MAX_PAYLOAD].into_boxed_slice(),
            end: 0,
        }
    }

    /// Forgets everything: a new numbering begins.
    pub(super) fn clear(&mut self) {
        self.slots.iter_mut().for_each(|slot| slot.sequence = u64::MAX);
        self.end = 0;
    }

    /// Copies a packet in. False, and nothing changes, when it is there already, is older than the
    /// ring reaches, or is longer than [`MAX_PAYLOAD`].
    pub(super) fn insert(&mut self, sequence: u64, packet: Packet<'_>) -> bool {
        let at = self.place(sequence);
        let is_old = self.end > self.slots.len() as u64 && sequence < self.end - self.slots.len() as u64;
        if is_old || packet.payload.len() > MAX_PAYLOAD || self.slots[at].sequence == sequence {
            return false;
        }
        self.slots[at] = Slot {
            sequence,
            timestamp: packet.timestamp,
            len: packet.payload.len() as u16,
            marker: packet.marker,
            vp8: packet.vp8,
        };
        self.payloads[at * MAX_PAYLOAD..][..packet.payload.len()].copy_from_slice(packet.payload);
        self.end = self.end.max(sequence + 1);
        true
    }

    pub(super) fn get(&self, sequence: u64) -> Option<Packet<'_>> {
        let at = self.place(sequence);
        let slot = &self.slots[at];
        (slot.sequence == sequence).then(|| Packet {
            timestamp: slot.timestamp,
            marker: slot.marker,
            vp8: slot.vp8,
            payload: &self.payloads[at * MAX_PAYLOAD..][..usize::from(slot.len)],
        })
    }

    /// One above the highest number put in; zero when empty.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    fn place(&self, sequence: u64) -> usize {
        (sequence % self.slots.len() as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(payload: &[u8]) -> Packet<'_> {
        Packet { timestamp: 3, marker: true, vp8: None, payload }
    }

    #[test]
    fn a_packet_is_found_until_it_is_overwritten() {
        let mut ring = Ring::new(8);
        assert!(ring.insert(5, packet(b"five")));
        assert_eq!(ring.get(5).unwrap().payload, b"five");
        assert!(ring.get(13).is_none());
        assert!(ring.insert(13, packet(b"thirteen")));
        assert!(ring.get(5).is_none());
        assert_eq!(ring.end(), 14);
    }

    #[test]
    fn duplicates_and_what_is_too_old_are_refused() {
        let mut ring = Ring::new(8);
        assert!(ring.insert(20, packet(b"a")));
        assert!(!ring.insert(20, packet(b"b")));
        assert!(!ring.insert(12, packet(b"c")));
        assert!(ring.insert(13, packet(b"d")));
        assert_eq!(ring.get(20).unwrap().payload, b"a");
    }

    #[test]
    fn too_long_a_payload_is_refused() {
        assert!(!Ring::new(8).insert(0, packet(&[0; MAX_PAYLOAD + 1])));
    }
}
