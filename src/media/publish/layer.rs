//! One encoding of a published track.

use std::time::Instant;

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
        }
    }

    /// The browser sends this layer from another stream now.
    pub(super) fn begin_anew(&mut self, next: &mut StreamId) {
        self.stream = take(next);
        self.ring.clear();
        self.losses = Losses::default();
        self.reception = Reception::default();
    }
}

fn take(next: &mut StreamId) -> StreamId {
    let taken = *next;
    next.0 += 1;
    taken
}

/// Seven seconds at 1.4 Mbit/s: longer than any repair is useful.
const VIDEO_PACKETS: usize = 1_024;
/// Two and a half seconds of 20 ms.
const AUDIO_PACKETS: usize = 128;
