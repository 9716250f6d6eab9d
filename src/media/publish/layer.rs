//! One encoding of a published track.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::meter::Meter;
use crate::media::MediaKind;
use crate::media::epoch::StreamId;
use crate::media::feedback::keyframes::KeyFrames;
use crate::media::feedback::nack::Losses;
use crate::media::feedback::reports::Reception;
use crate::media::ring::Ring;

/// A layer's packets, and what is missing of them.
pub(in crate::media) struct Layer {
    pub(super) rid: Option<String>,
    /// Changes when the sender begins a new numbering.
    pub(in crate::media) stream: StreamId,
    pub(in crate::media) ring: Ring,
    pub(in crate::media) key_frames: KeyFrames,
    pub(super) losses: Losses,
    pub(super) reception: Reception,
    pub(super) heard: Option<Instant>,
    pub(super) meter: Meter,
    /// Of its pictures, in lines; none before the first key frame.
    pub(super) height: Option<u16>,
    /// Where the newest key frame begins in the ring, and when it came.
    key_frame: Option<(u64, Instant)>,
}

impl Layer {
    pub(in crate::media) fn new(rid: Option<String>, kind: MediaKind, next: &mut StreamId) -> Self {
        let capacity = match kind {
            MediaKind::Audio => AUDIO_PACKETS,
            MediaKind::Video => VIDEO_PACKETS,
        };
        Self {
            rid,
            stream: take(next),
            ring: Ring::new(capacity),
            key_frames: KeyFrames::default(),
            losses: Losses::default(),
            reception: Reception::default(),
            heard: None,
            meter: Meter::default(),
            height: None,
            key_frame: None,
        }
    }

    /// The browser sends this layer from another stream now.
    pub(super) fn begin_anew(&mut self, next: &mut StreamId) {
        self.stream = take(next);
        self.ring.clear();
        self.losses = Losses::default();
        self.reception = Reception::default();
        self.height = None;
        self.forget_key_frame();
    }

    /// A packet that opens a key frame came into the ring.
    pub(super) fn key_frame_arrived(&mut self, now: Instant, sequence: u64) {
        self.key_frames.arrived();
        if self.key_frame.is_none_or(|(newest, _)| newest < sequence) {
            self.key_frame = Some((sequence, now));
        }
    }

    /// Nobody may begin with what came so far.
    pub(super) fn forget_key_frame(&mut self) {
        self.key_frame = None;
    }

    /// The packets that a viewer can begin with at once, rather than wait for the next key frame:
    /// everything from the newest one on, when that is recent and complete; with when that one came.
    pub(in crate::media) fn beginning(&self, now: Instant) -> Option<(Range<u64>, Instant)> {
        let (first, came) = self.key_frame?;
        let is_recent = now.saturating_duration_since(came) <= RECENT;
        let packets = first..self.ring.end();
        (is_recent && packets.clone().all(|sequence| self.ring.get(sequence).is_some())).then_some((packets, came))
    }
}

fn take(next: &mut StreamId) -> StreamId {
    let taken = *next;
    next.0 += 1;
    taken
}

/// A viewer decodes all that came since the key frame before it is in the present; and it all leaves
/// in one burst. A new key frame costs less than more of it.
const RECENT: Duration = Duration::from_millis(500);
/// Seven seconds at 1.4 Mbit/s: longer than any repair is useful.
const VIDEO_PACKETS: usize = 1_024;
/// Two and a half seconds of 20 ms.
const AUDIO_PACKETS: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::ring::Packet;

    fn layer(sequences: &[u64]) -> Layer {
        let mut layer = Layer::new(None, MediaKind::Video, &mut StreamId(0));
        for &sequence in sequences {
            layer.ring.insert(sequence, Packet { timestamp: 0, marker: true, vp8: None, payload: b"frame" });
        }
        layer
    }

    #[test]
    fn a_viewer_begins_with_the_newest_key_frame_while_it_is_recent() {
        let start = Instant::now();
        let mut layer = layer(&[5, 6, 7, 8]);
        assert_eq!(layer.beginning(start), None);
        layer.key_frame_arrived(start, 7);
        layer.key_frame_arrived(start, 5);
        assert_eq!(layer.beginning(start), Some((7..9, start)));
        assert_eq!(layer.beginning(start + RECENT), Some((7..9, start)));
        assert_eq!(layer.beginning(start + RECENT + Duration::from_millis(1)), None);
        layer.forget_key_frame();
        assert_eq!(layer.beginning(start), None);
    }

    #[test]
    fn a_viewer_does_not_begin_with_pictures_that_lack_a_packet() {
        let start = Instant::now();
        let mut layer = layer(&[5, 7]);
        layer.key_frame_arrived(start, 5);
        assert_eq!(layer.beginning(start), None);
        layer.ring.insert(6, Packet { timestamp: 0, marker: true, vp8: None, payload: b"late" });
        assert_eq!(layer.beginning(start), Some((5..8, start)));
    }

    #[test]
    fn a_stream_that_begins_anew_has_no_beginning_yet() {
        let start = Instant::now();
        let mut layer = layer(&[5]);
        layer.key_frame_arrived(start, 5);
        layer.begin_anew(&mut StreamId(1));
        assert_eq!(layer.beginning(start), None);
    }
}
