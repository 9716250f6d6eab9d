//! Decides which of one signer's frames wait, which are given up.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::video::{EncodedFrame, Offer};

/// The frames of one signer that wait to be read.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    waiting: VecDeque<EncodedFrame>,
    /// Frames follow one another without a gap since the last key frame.
    in_sequence: bool,
    /// When the last frame came, unless its stretch is settled already.
    unsettled_since: Option<Instant>,
    counts: SignerCounts,
}

/// What became of a signer's frames so far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SignerCounts {
    /// Frames in which signs were looked for.
    pub read: u64,
    /// Frames that were only decoded, because a newer one was there already.
    pub passed_over: u64,
    /// Frames that were thrown away undecoded: too late, damaged, or waiting for a key frame.
    pub dropped: u64,
}

/// What is to be done for a signer next.
#[derive(Debug, PartialEq)]
pub(super) enum Work {
    /// Decode all, look for signs in the last.
    Read(Vec<EncodedFrame>),
    /// Frames have ceased to come: settle what was read.
    Settle,
}

impl Inbox {
    pub(super) fn offer(&mut self, frame: EncodedFrame, now: Instant) -> Offer {
        if frame.key {
            // What waits before a key frame is of no use any more: only the newest is looked at.
            self.drop_waiting();
            self.in_sequence = true;
        } else if self.in_sequence && self.is_late_for(&frame) {
            self.drop_waiting();
            self.in_sequence = false;
        }
        if !self.in_sequence {
            self.counts.dropped += 1;
            return Offer::NeedKey;
        }
        self.waiting.push_back(frame);
        self.unsettled_since = Some(now);
        Offer::Taken
    }

    pub(super) fn take(&mut self, now: Instant) -> Option<Work> {
        if !self.waiting.is_empty() {
            let frames: Vec<_> = self.waiting.drain(..).collect();
            self.counts.read += 1;
            self.counts.passed_over += frames.len() as u64 - 1;
            return Some(Work::Read(frames));
        }
        self.unsettled_since.take_if(|since| now.duration_since(*since) >= SILENCE).map(|_| Work::Settle)
    }

    /// Whether [`Inbox::take`] would give something.
    pub(super) fn has_work(&self, now: Instant) -> bool {
        !self.waiting.is_empty() || self.unsettled_since.is_some_and(|since| now.duration_since(since) >= SILENCE)
    }

    /// Of the frames taken last, `unread` could not be decoded: everything up to the next key
    /// frame builds on them.
    pub(super) fn lost(&mut self, unread: usize) {
        let unread = unread as u64;
        self.counts.read = self.counts.read.saturating_sub(1);
        self.counts.passed_over = self.counts.passed_over.saturating_sub(unread.saturating_sub(1));
        self.counts.dropped += unread;
        // A key frame may wait already; what follows it is sound.
        let sound = self.waiting.iter().position(|frame| frame.key).unwrap_or(self.waiting.len());
        self.counts.dropped += sound as u64;
        self.waiting.drain(..sound);
        self.in_sequence = !self.waiting.is_empty();
    }

    pub(super) fn counts(&self) -> SignerCounts {
        self.counts
    }

    /// A caption that lags further behind than this is no longer read along with the signer.
    fn is_late_for(&self, newest: &EncodedFrame) -> bool {
        self.waiting.len() >= CAPACITY
            || self.waiting.front().is_some_and(|oldest| newest.at.saturating_sub(oldest.at) > LARGEST_LAG)
    }

    fn drop_waiting(&mut self) {
        self.counts.dropped += self.waiting.len() as u64;
        self.waiting.clear();
    }
}

/// How much signing may wait; beyond, all of it is dropped and reading begins at a new key frame.
const LARGEST_LAG: Duration = Duration::from_millis(500);
/// Bounded at 64 frames: twice what a camera delivers within the lag, so only a stream with broken
/// times meets it. When full, all of it is dropped, as for the lag.
const CAPACITY: usize = 64;
/// Without frames for so long the camera is off or the connection gone: the last word is settled.
pub(super) const SILENCE: Duration = Duration::from_millis(1200);

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(ms: u64) -> EncodedFrame {
        EncodedFrame { at: Duration::from_millis(ms), key: ms == 0, data: Vec::new() }
    }

    fn key(ms: u64) -> EncodedFrame {
        EncodedFrame { key: true, ..frame(ms) }
    }

    #[test]
    fn nothing_is_taken_before_a_key_frame() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        assert_eq!(inbox.offer(frame(33), now), Offer::NeedKey);
        assert_eq!(inbox.offer(key(66), now), Offer::Taken);
        assert_eq!(inbox.offer(frame(99), now), Offer::Taken);
        assert_eq!(inbox.take(now), Some(Work::Read(vec![key(66), frame(99)])));
        assert_eq!(inbox.take(now), None);
        assert_eq!(inbox.counts(), SignerCounts { read: 1, passed_over: 1, dropped: 1 });
    }

    #[test]
    fn half_a_second_behind_everything_is_dropped_up_to_the_next_key_frame() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        for ms in (0..=500).step_by(100) {
            assert_eq!(inbox.offer(frame(ms), now), Offer::Taken);
        }
        assert_eq!(inbox.offer(frame(600), now), Offer::NeedKey);
        assert_eq!(inbox.offer(frame(700), now), Offer::NeedKey);
        assert_eq!(inbox.offer(key(800), now), Offer::Taken);
        assert_eq!(inbox.take(now), Some(Work::Read(vec![key(800)])));
        assert_eq!(inbox.counts(), SignerCounts { read: 1, passed_over: 0, dropped: 8 });
    }

    #[test]
    fn a_key_frame_makes_the_frames_before_it_superfluous() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        for frame in [frame(0), frame(33), key(66)] {
            inbox.offer(frame, now);
        }
        assert_eq!(inbox.take(now), Some(Work::Read(vec![key(66)])));
    }

    #[test]
    fn a_stream_whose_clock_stands_still_cannot_fill_the_memory() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        let taken = (0..1000).map(|n| EncodedFrame { key: n == 0, ..frame(0) });
        assert_eq!(taken.filter(|frame| inbox.offer(frame.clone(), now) == Offer::Taken).count(), CAPACITY);
    }

    #[test]
    fn after_a_frame_that_cannot_be_decoded_a_key_frame_is_needed() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        for ms in [0, 33, 66] {
            inbox.offer(frame(ms), now);
        }
        inbox.take(now);
        inbox.offer(frame(99), now);
        inbox.lost(2);
        assert_eq!(inbox.counts(), SignerCounts { read: 0, passed_over: 1, dropped: 3 });
        assert_eq!(inbox.offer(frame(132), now), Offer::NeedKey);
        assert_eq!(inbox.offer(key(165), now), Offer::Taken);
    }

    #[test]
    fn a_key_frame_that_waits_already_is_kept_after_a_loss() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        inbox.offer(frame(0), now);
        inbox.take(now);
        for frame in [key(33), frame(66)] {
            inbox.offer(frame, now);
        }
        inbox.lost(1);
        assert_eq!(inbox.take(now), Some(Work::Read(vec![key(33), frame(66)])));
    }

    #[test]
    fn a_signer_who_falls_silent_is_settled_once() {
        let (mut inbox, now) = (Inbox::default(), Instant::now());
        inbox.offer(frame(0), now);
        inbox.take(now);
        assert!(!inbox.has_work(now));
        assert!(inbox.has_work(now + SILENCE));
        assert_eq!(inbox.take(now + SILENCE), Some(Work::Settle));
        assert_eq!(inbox.take(now + SILENCE * 2), None);
    }
}
