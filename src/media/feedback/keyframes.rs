//! When to ask a sender for a key frame.

use std::time::{Duration, Instant};

/// The key frame requests of one layer.
#[derive(Debug, Default)]
pub(in crate::media) struct KeyFrames {
    is_wanted: bool,
    asked: Option<Instant>,
}

impl KeyFrames {
    /// Somebody cannot go on without a key frame.
    pub(in crate::media) fn want(&mut self) {
        self.is_wanted = true;
    }

    /// A key frame began to arrive.
    pub(in crate::media) fn arrived(&mut self) {
        self.is_wanted = false;
    }

    /// True when a request is to be sent now.
    pub(in crate::media) fn poll(&mut self, now: Instant) -> bool {
        let is_due = self.is_wanted && self.asked.is_none_or(|asked| now - asked >= INTERVAL);
        if is_due {
            self.asked = Some(now);
        }
        is_due
    }
}

/// Chromium ignores a request less than 300 ms after the one before; so each is repeated, and none
/// comes sooner than this.
const INTERVAL: Duration = Duration::from_millis(400);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_repeated_every_400_ms_until_the_key_frame_comes() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut key_frames = KeyFrames::default();
        assert!(!key_frames.poll(at(0)));
        key_frames.want();
        assert!(key_frames.poll(at(0)));
        assert!(!key_frames.poll(at(390)));
        assert!(key_frames.poll(at(400)));
        key_frames.arrived();
        assert!(!key_frames.poll(at(2_000)));
    }

    #[test]
    fn a_new_wish_right_after_a_key_frame_waits_for_its_turn() {
        let start = Instant::now();
        let mut key_frames = KeyFrames::default();
        key_frames.want();
        assert!(key_frames.poll(start));
        key_frames.arrived();
        key_frames.want();
        assert!(!key_frames.poll(start + Duration::from_millis(100)));
        assert!(key_frames.poll(start + Duration::from_millis(400)));
    }
}
