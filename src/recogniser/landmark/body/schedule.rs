//! Decides when the person detector runs on a video.
//!
//! Only while nobody is tracked: in a call that is before the person appears or while they are away,
//! so it looks less and less often, down to once a second.

use std::time::Duration;

/// When the detector ran, and with what success.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    last: Option<Duration>,
    /// Looks in a row that found nobody.
    misses: u32,
}

impl Schedule {
    /// Nobody is tracked: shall the detector look at the picture captured at `at`?
    pub(super) fn is_due(&self, at: Duration) -> bool {
        // A clock that was set back starts anew.
        let Some(elapsed) = self.last.and_then(|last| at.checked_sub(last)) else { return true };
        elapsed >= OFTEN * self.misses.clamp(1, SELDOM)
    }

    /// It looked, and a body was there or was not.
    pub(super) fn ran(&mut self, at: Duration, found: bool) {
        self.last = Some(at);
        self.misses = if found { 0 } else { self.misses.saturating_add(1) };
    }
}

/// No more often even if the body that is found is lost again each time.
const OFTEN: Duration = Duration::from_millis(250);
/// So many times longer in an empty room: whoever comes back is found within a second.
const SELDOM: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs of the detector within ten seconds of 20 pictures each.
    fn runs(found: bool) -> usize {
        let mut schedule = Schedule::default();
        let pictures = (0..200).map(|index| Duration::from_millis(50 * index));
        pictures.filter(|&at| schedule.is_due(at).then(|| schedule.ran(at, found)).is_some()).count()
    }

    #[test]
    fn an_empty_room_is_looked_at_once_a_second_in_the_end() {
        assert_eq!(runs(false), 12);
    }

    #[test]
    fn a_body_that_is_lost_at_once_is_looked_for_four_times_a_second() {
        assert_eq!(runs(true), 40);
    }

    #[test]
    fn a_body_that_was_followed_for_a_while_is_looked_for_at_once() {
        let mut schedule = Schedule::default();
        schedule.ran(Duration::from_secs(1), true);
        assert!(!schedule.is_due(Duration::from_millis(1200)));
        assert!(schedule.is_due(Duration::from_secs(9)));
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_stop_the_detector() {
        let mut schedule = Schedule::default();
        schedule.ran(Duration::from_secs(100), false);
        assert!(schedule.is_due(Duration::from_secs(1)));
    }
}
