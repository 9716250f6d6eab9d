//! VP8 frames from packets (RFC 7741), whole or not at all.
//!
//! A decoder that is fed past a loss shows wrong pictures without an error. So after any gap nothing
//! is handed on before the next key frame.

use std::time::{Duration, Instant};

use crate::media::ring::Ring;
use crate::media::{sequence, vp8};
use crate::video::EncodedFrame;

/// Puts frames together from a ring of packets.
#[derive(Debug, Default)]
pub(in crate::media) struct Assembler {
    state: State,
    /// The newest time stamp of the stream, not wrapping, and its first.
    clock: Option<(u64, u64)>,
    /// Where the stream begins on the clock of the frames.
    base: Duration,
    newest: Duration,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    WaitingForKeyFrame,
    /// Everything before `start` was handed on; packets up to before `cursor` are here.
    Following { start: u64, cursor: u64, len: usize, stalled: Option<Instant> },
}

impl Assembler {
    /// A packet came into the ring; `frames` takes what it completes.
    pub(in crate::media) fn push(&mut self, now: Instant, ring: &Ring, sequence: u64, frames: &mut Vec<EncodedFrame>) {
        if let State::WaitingForKeyFrame = self.state {
            let opens_key_frame =
                ring.get(sequence).and_then(|packet| packet.vp8).is_some_and(|vp8| vp8.opens_key_frame);
            if !opens_key_frame {
                return;
            }
            self.state = State::Following { start: sequence, cursor: sequence, len: 0, stalled: None };
        }
        while let State::Following { start, cursor, len, stalled } = &mut self.state {
            let Some(packet) = ring.get(*cursor) else {
                // Missing or only late: wait a little for it when later ones are here.
                let is_late = ring.end() > *cursor;
                let since = *stalled.get_or_insert(now);
                let is_given_up = now.saturating_duration_since(since) >= PATIENCE;
                if is_late && (is_given_up || ring.end() - *cursor > MAX_PACKETS) {
                    self.state = State::WaitingForKeyFrame;
                } else if !is_late {
                    *stalled = None;
                }
                return;
            };
            *stalled = None;
            let opens_frame = packet.vp8.is_some_and(|vp8| vp8.opens_frame);
            *len += packet.payload.len();
            let is_broken = !packet.payload.is_empty() && (*cursor == *start) != opens_frame;
            if is_broken || *len > MAX_FRAME || *cursor - *start >= MAX_PACKETS {
                self.state = State::WaitingForKeyFrame;
                return;
            }
            // A padding packet between frames belongs to none.
            if packet.payload.is_empty() && *cursor == *start {
                *start += 1;
                *cursor += 1;
                continue;
            }
            *cursor += 1;
            if packet.marker {
                let (first, end) = (*start, *cursor);
                let timestamp = packet.timestamp;
                (*start, *len) = (end, 0);
                match self.frame(ring, first..end, timestamp) {
                    Some(frame) => frames.push(frame),
                    None => self.state = State::WaitingForKeyFrame,
                }
            }
        }
    }

    /// Another stream follows; the clock of the frames goes on.
    pub(in crate::media) fn begin_anew(&mut self) {
        self.state = State::WaitingForKeyFrame;
        self.clock = None;
        self.base = self.newest + MIN_STEP;
    }

    /// Nothing more can be handed on before a key frame.
    pub(in crate::media) fn needs_key_frame(&self) -> bool {
        matches!(self.state, State::WaitingForKeyFrame)
    }

    fn frame(&mut self, ring: &Ring, packets: std::ops::Range<u64>, timestamp: u32) -> Option<EncodedFrame> {
        let mut data = Vec::new();
        let mut key = false;
        for sequence in packets.clone() {
            let packet = ring.get(sequence)?;
            let Some(descriptor) = packet.vp8 else { continue };
            key |= sequence == packets.start && descriptor.opens_key_frame;
            data.extend_from_slice(packet.payload.get(usize::from(descriptor.len)..)?);
        }
        if key {
            // A decoder allocates what the header says: refuse before it reads it.
            let (width, height) = vp8::key_frame_size(&data)?;
            if width == 0 || height == 0 || width > MAX_WIDTH || height > MAX_HEIGHT {
                return None;
            }
        }
        let (newest, first) = self.clock.unwrap_or_else(|| (timestamp.into(), timestamp.into()));
        let newest = sequence::extend_timestamp(newest, timestamp)?;
        self.clock = Some((newest, first));
        let at = self.base + Duration::from_micros(newest.saturating_sub(first) * 1_000_000 / 90_000);
        self.newest = self.newest.max(at);
        Some(EncodedFrame { at, key, data })
    }
}

/// How long a missing packet is waited for: retransmission takes a round trip or two.
const PATIENCE: Duration = Duration::from_millis(150);
/// Distance between the last frame of one stream and the first of the next.
const MIN_STEP: Duration = Duration::from_millis(33);
/// Most packets of a frame, and most that wait behind a missing one.
const MAX_PACKETS: u64 = 512;
/// Largest frame, in bytes.
const MAX_FRAME: usize = 1 << 20;
/// Largest picture that is handed on, in pixels: full HD, in whole macroblocks.
const MAX_WIDTH: u16 = 1_920;
const MAX_HEIGHT: u16 = 1_088;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::ring::Packet;
    use crate::media::vp8::Descriptor;

    /// Payloads of a frame in `parts` packets whose bitstream bytes are 0, 1, 2...
    fn payloads(key: bool, width: u16, parts: u8) -> Vec<Vec<u8>> {
        let mut first = vec![0x10, u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a];
        first.extend(width.to_le_bytes());
        first.extend(240_u16.to_le_bytes());
        std::iter::once(first).chain((1..parts).map(|part| vec![0, part])).collect()
    }

    struct Stream {
        ring: Ring,
        assembler: Assembler,
        packets: Vec<(u64, u32, bool, Vec<u8>)>,
        next: u64,
    }

    impl Stream {
        fn new(first: u64) -> Self {
            Self { ring: Ring::new(1_024), assembler: Assembler::default(), packets: Vec::new(), next: first }
        }

        fn frame(&mut self, key: bool, parts: u8) {
            let timestamp = (self.next as u32).wrapping_mul(3_000);
            for (at, payload) in payloads(key, 320, parts).into_iter().enumerate() {
                self.packets.push((self.next, timestamp, at + 1 == usize::from(parts), payload));
                self.next += 1;
            }
        }

        fn deliver(&mut self, now: Instant, order: impl IntoIterator<Item = usize>) -> Vec<EncodedFrame> {
            let mut frames = Vec::new();
            for at in order {
                let (sequence, timestamp, marker, payload) = &self.packets[at];
                let packet = Packet { timestamp: *timestamp, marker: *marker, vp8: Descriptor::read(payload), payload };
                if self.ring.insert(*sequence, packet) {
                    self.assembler.push(now, &self.ring, *sequence, &mut frames);
                }
            }
            frames
        }
    }

    #[test]
    fn reordered_packets_make_whole_frames_across_the_wrap() {
        let mut stream = Stream::new(65_533);
        stream.frame(true, 3);
        stream.frame(false, 3);
        let frames = stream.deliver(Instant::now(), [0, 2, 1, 5, 3, 4]);
        assert_eq!(frames.len(), 2);
        assert!(frames[0].key && !frames[1].key);
        assert_eq!(frames[0].data.len(), 10 + 2);
        assert_eq!(frames[1].at - frames[0].at, Duration::from_millis(100));
    }

    #[test]
    fn nothing_is_handed_on_before_a_key_frame() {
        let mut stream = Stream::new(1);
        stream.frame(false, 2);
        stream.frame(true, 1);
        let frames = stream.deliver(Instant::now(), 0..3);
        assert_eq!(frames.len(), 1);
        assert!(frames[0].key);
    }

    #[test]
    fn a_gap_is_waited_for_and_then_gates_until_the_next_key_frame() {
        let now = Instant::now();
        let mut stream = Stream::new(1);
        stream.frame(true, 1);
        stream.frame(false, 2);
        stream.frame(false, 1);
        stream.frame(false, 1);
        stream.frame(true, 1);
        assert_eq!(stream.deliver(now, [0, 1, 3]).len(), 1);
        assert!(!stream.assembler.needs_key_frame());
        assert!(stream.deliver(now + Duration::from_millis(150), [4]).is_empty());
        assert!(stream.assembler.needs_key_frame());
        assert!(stream.deliver(now + Duration::from_millis(160), [2]).is_empty());
        assert_eq!(stream.deliver(now + Duration::from_millis(200), [5]).len(), 1);
    }

    #[test]
    fn a_repair_in_time_loses_nothing() {
        let now = Instant::now();
        let mut stream = Stream::new(1);
        stream.frame(true, 2);
        stream.frame(false, 2);
        assert!(stream.deliver(now, [0, 2, 3]).is_empty());
        assert_eq!(stream.deliver(now + Duration::from_millis(100), [1]).len(), 2);
    }

    #[test]
    fn a_huge_picture_is_refused() {
        let mut stream = Stream::new(1);
        stream.packets.push((1, 0, true, payloads(true, 16_383, 1).remove(0)));
        assert!(stream.deliver(Instant::now(), [0]).is_empty());
        assert!(stream.assembler.needs_key_frame());
    }

    proptest! {
        #[test]
        fn any_order_and_loss_gives_only_whole_frames_in_order(
            order in proptest::collection::vec(0_usize..40, 0..80),
        ) {
            let mut stream = Stream::new(65_520);
            for at in 0..10 {
                stream.frame(at % 4 == 0, 4);
            }
            let frames = stream.deliver(Instant::now(), order);
            for frame in &frames {
                prop_assert_eq!(frame.data.len(), 10 + 3);
            }
            prop_assert!(frames.windows(2).all(|pair| pair[0].at < pair[1].at));
        }

        #[test]
        fn random_payloads_never_panic(
            payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..12), 0..50),
        ) {
            let mut stream = Stream::new(1);
            for (at, payload) in payloads.into_iter().enumerate() {
                stream.packets.push((at as u64 + 1, at as u32, payload.len() % 2 == 0, payload));
            }
            let count = stream.packets.len();
            stream.deliver(Instant::now(), 0..count);
        }
    }
}
