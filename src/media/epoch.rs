//! How one source stream after another becomes one unbroken outgoing stream.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::ring::Packet;

/// One numbering of one layer; a layer whose sender begins anew gets another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct StreamId(pub(super) u64);

/// The numbers of one outgoing stream.
#[derive(Debug)]
pub(super) struct Numbering {
    clock_rate: u32,
    /// The newest is last, and current unless interrupted.
    epochs: VecDeque<Epoch>,
    is_interrupted: bool,
    next: u64,
    last: Option<Last>,
}

/// What is added to a packet's numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Rewrite {
    /// Never wraps: it is the SRTP index as well.
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) picture_offset: u16,
    pub(super) tl0_offset: u8,
}

#[derive(Clone, Copy, Debug)]
struct Epoch {
    stream: StreamId,
    first: u64,
    first_source: u64,
    timestamp_offset: u32,
    picture_offset: u16,
    tl0_offset: u8,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    at: Instant,
    timestamp: u32,
    picture: u16,
    tl0: u8,
}

impl Numbering {
    /// `first` is the first number that goes out.
    pub(super) fn new(clock_rate: u32, first: u64) -> Self {
        Self { clock_rate, epochs: VecDeque::with_capacity(MAX_EPOCHS), is_interrupted: true, next: first, last: None }
    }

    /// Numbers a packet. `None` when it must not go out: a new stream begins with a key frame if
    /// it is video, and what lies before its beginning is not shown.
    pub(super) fn forward(
        &mut self,
        now: Instant,
        stream: StreamId,
        sequence: u64,
        packet: &Packet<'_>,
    ) -> Option<Rewrite> {
        if self.current() != Some(stream) {
            if packet.payload.is_empty() || packet.vp8.is_some_and(|vp8| !vp8.opens_key_frame) {
                return None;
            }
            self.begin(now, stream, sequence, packet);
        }
        let epoch = self.epochs.back()?;
        let rewrite = epoch.rewrite(sequence, packet.timestamp)?;
        if rewrite.sequence >= self.next {
            self.next = rewrite.sequence + 1;
            // Padding has a number and no picture.
            let (picture, tl0) = packet.vp8.map_or((None, None), |vp8| (vp8.picture, vp8.tl0));
            let before = self.last.map_or((0, 0), |last| (last.picture, last.tl0));
            self.last = Some(Last {
                at: now,
                timestamp: rewrite.timestamp,
                picture: picture.map_or(before.0, |id| id.value.wrapping_add(epoch.picture_offset)),
                tl0: tl0.map_or(before.1, |tl0| tl0.value.wrapping_add(epoch.tl0_offset)),
            });
        }
        Some(rewrite)
    }

    /// Where a sent packet came from: its stream and its number there.
    pub(super) fn source_of(&self, sequence: u16) -> Option<(StreamId, u64)> {
        let sequence = super::sequence::extend(self.next, sequence)?;
        if sequence >= self.next {
            return None;
        }
        let epoch = self.epochs.iter().rev().find(|epoch| epoch.first <= sequence)?;
        Some((epoch.stream, epoch.first_source + (sequence - epoch.first)))
    }

    /// The numbers that a packet was sent with.
    pub(super) fn again(&self, stream: StreamId, sequence: u64, timestamp: u32) -> Option<Rewrite> {
        self.epochs.iter().rev().find(|epoch| epoch.stream == stream)?.rewrite(sequence, timestamp)
    }

    /// A source time stamp on the outgoing clock.
    pub(super) fn timestamp(&self, stream: StreamId, timestamp: u32) -> Option<u32> {
        let epoch = self.epochs.back().filter(|epoch| epoch.stream == stream && !self.is_interrupted)?;
        Some(timestamp.wrapping_add(epoch.timestamp_offset))
    }

    /// The next packet begins something new, even on the same stream.
    pub(super) fn interrupt(&mut self) {
        self.is_interrupted = true;
    }

    /// The stream that goes out now.
    pub(super) fn current(&self) -> Option<StreamId> {
        self.epochs.back().filter(|_| !self.is_interrupted).map(|epoch| epoch.stream)
    }

    /// Whether pictures went out just now.
    pub(super) fn is_flowing(&self, now: Instant) -> bool {
        self.current().is_some() && self.last.is_some_and(|last| now.saturating_duration_since(last.at) < FLOWING)
    }

    fn begin(&mut self, now: Instant, stream: StreamId, sequence: u64, packet: &Packet<'_>) {
        let vp8 = packet.vp8.unwrap_or_default();
        let picture = vp8.picture.map_or(0, |id| id.value);
        let tl0 = vp8.tl0.map_or(0, |tl0| tl0.value);
        let (mut timestamp_offset, mut picture_offset, mut tl0_offset) = (0, 0, 0);
        if let Some(last) = self.last {
            let elapsed = now.saturating_duration_since(last.at).max(MIN_STEP);
            let ticks = (elapsed.as_micros() * u128::from(self.clock_rate) / 1_000_000) as u32;
            timestamp_offset = last.timestamp.wrapping_add(ticks).wrapping_sub(packet.timestamp);
            picture_offset = last.picture.wrapping_add(1).wrapping_sub(picture);
            tl0_offset = last.tl0.wrapping_add(1).wrapping_sub(tl0);
        }
        if self.epochs.len() == MAX_EPOCHS {
            self.epochs.pop_front();
        }
        self.epochs.push_back(Epoch {
            stream,
            first: self.next,
            first_source: sequence,
            timestamp_offset,
            picture_offset,
            tl0_offset,
        });
        self.is_interrupted = false;
    }
}

impl Epoch {
    fn rewrite(&self, sequence: u64, timestamp: u32) -> Option<Rewrite> {
        Some(Rewrite {
            sequence: self.first + sequence.checked_sub(self.first_source)?,
            timestamp: timestamp.wrapping_add(self.timestamp_offset),
            picture_offset: self.picture_offset,
            tl0_offset: self.tl0_offset,
        })
    }
}

/// Epochs that repairs can still be asked for.
const MAX_EPOCHS: usize = 4;
/// Least distance between the last picture of one source and the first of the next.
const MIN_STEP: Duration = Duration::from_millis(20);
/// A longer silence is a standing picture.
const FLOWING: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::vp8::Descriptor;

    const KEY: [u8; 7] = [0x90, 0xc0, 0x80, 0x10, 0x05, 0x00, 0x00];
    const DELTA: [u8; 7] = [0x90, 0xc0, 0x80, 0x11, 0x06, 0x01, 0x00];

    fn packet(timestamp: u32, payload: &[u8]) -> Packet<'_> {
        Packet { timestamp, marker: false, vp8: Descriptor::read(payload), payload }
    }

    #[test]
    fn video_begins_with_a_key_frame_and_keeps_its_distances() {
        let now = Instant::now();
        let mut numbering = Numbering::new(90_000, 100);
        let stream = StreamId(1);
        assert_eq!(numbering.forward(now, stream, 9, &packet(0, &DELTA)), None);
        assert_eq!(numbering.forward(now, stream, 10, &packet(0, &KEY)).unwrap().sequence, 100);
        assert_eq!(numbering.forward(now, stream, 13, &packet(9, &DELTA)).unwrap().sequence, 103);
        assert_eq!(numbering.forward(now, stream, 12, &packet(9, &DELTA)).unwrap().sequence, 102);
        assert_eq!(numbering.forward(now, stream, 9, &packet(0, &DELTA)), None);
    }

    #[test]
    fn another_source_goes_on_in_numbers_time_and_pictures() {
        let now = Instant::now();
        let mut numbering = Numbering::new(90_000, 65_535);
        numbering.forward(now, StreamId(1), 10, &packet(1_000, &KEY)).unwrap();
        numbering.forward(now, StreamId(1), 11, &packet(4_000, &DELTA)).unwrap();
        let later = now + Duration::from_millis(100);
        let first = numbering.forward(later, StreamId(2), 7_000, &packet(77, &KEY)).unwrap();
        assert_eq!((first.sequence, first.timestamp), (65_537, 13_000));
        assert_eq!(first.picture_offset.wrapping_add(0x10), 0x12);
        assert_eq!(first.tl0_offset.wrapping_add(5), 7);
    }

    #[test]
    fn a_repair_is_found_across_epochs_and_the_wrap() {
        let now = Instant::now();
        let mut numbering = Numbering::new(90_000, 65_535);
        numbering.forward(now, StreamId(1), 10, &packet(0, &KEY)).unwrap();
        numbering.forward(now, StreamId(1), 11, &packet(0, &DELTA)).unwrap();
        numbering.forward(now, StreamId(2), 500, &packet(0, &KEY)).unwrap();
        assert_eq!(numbering.source_of(65_535), Some((StreamId(1), 10)));
        assert_eq!(numbering.source_of(0), Some((StreamId(1), 11)));
        assert_eq!(numbering.source_of(1), Some((StreamId(2), 500)));
        assert_eq!(numbering.source_of(2), None);
        assert_eq!(numbering.again(StreamId(1), 11, 0).unwrap().sequence, 65_536);
    }

    #[test]
    fn padding_begins_nothing_and_has_no_picture() {
        let now = Instant::now();
        let mut numbering = Numbering::new(90_000, 1);
        assert_eq!(numbering.forward(now, StreamId(1), 9, &packet(0, &[])), None);
        numbering.forward(now, StreamId(1), 10, &packet(0, &KEY)).unwrap();
        assert_eq!(numbering.forward(now, StreamId(1), 11, &packet(0, &[])).unwrap().sequence, 2);
        let next = numbering.forward(now, StreamId(2), 50, &packet(0, &KEY)).unwrap();
        assert_eq!(next.picture_offset.wrapping_add(0x10), 0x11);
    }

    #[test]
    fn layers_that_take_turns_are_one_stream() {
        let start = Instant::now();
        let mut numbering = Numbering::new(90_000, 100);
        let (low, high) = (StreamId(1), StreamId(2));
        let turns = [(low, 10, &KEY), (low, 11, &DELTA), (high, 900, &KEY), (high, 901, &DELTA), (low, 50, &KEY)];
        let (mut pictures, mut timestamps) = (Vec::new(), Vec::new());
        for (turn, (stream, sequence, payload)) in turns.into_iter().enumerate() {
            let now = start + Duration::from_millis(33 * turn as u64);
            let sent = packet(if stream == low { 70_000 } else { 5 } + 2_970 * turn as u32, payload);
            let rewrite = numbering.forward(now, stream, sequence, &sent).unwrap();
            assert_eq!(rewrite.sequence, 100 + turn as u64);
            pictures.push(rewrite.picture_offset.wrapping_add(sent.vp8.unwrap().picture.unwrap().value));
            timestamps.push(rewrite.timestamp);
            // What comes of the other layer meanwhile does not go out before it has a key frame.
            let other = if stream == low { high } else { low };
            assert_eq!(numbering.forward(now, other, 40, &packet(0, &DELTA)), None);
        }
        assert_eq!(pictures, [0x10, 0x11, 0x12, 0x13, 0x14]);
        assert!(timestamps.windows(2).all(|pair| pair[1] - pair[0] == 2_970), "{timestamps:?}");
        assert_eq!(numbering.source_of(101), Some((low, 11)));
        assert_eq!(numbering.source_of(103), Some((high, 901)));
    }

    #[test]
    fn a_picture_flows_until_half_a_second_without_any_or_an_interruption() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut numbering = Numbering::new(90_000, 1);
        assert!(!numbering.is_flowing(start));
        numbering.forward(start, StreamId(1), 10, &packet(0, &KEY)).unwrap();
        assert!(numbering.is_flowing(at(499)) && !numbering.is_flowing(at(500)));
        numbering.interrupt();
        assert!(!numbering.is_flowing(at(1)));
    }

    #[test]
    fn after_an_interruption_the_same_stream_waits_for_a_key_frame() {
        let now = Instant::now();
        let mut numbering = Numbering::new(90_000, 1);
        numbering.forward(now, StreamId(1), 10, &packet(0, &KEY)).unwrap();
        numbering.interrupt();
        assert_eq!(numbering.forward(now, StreamId(1), 11, &packet(0, &DELTA)), None);
        assert_eq!(numbering.forward(now, StreamId(1), 90, &packet(0, &KEY)).unwrap().sequence, 2);
    }
}
