//! Decides when the palm detector runs on a video.
//!
//! It costs as much as the landmark network and seldom finds anything new. Running it whenever
//! fewer than two hands are tracked, as its authors do, halves the signers that a core can serve.

use std::time::Duration;

/// When the detector ran, and with what success.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    last: Option<Duration>,
    last_bordered: Option<Duration>,
    /// Palms in a row that turned out to be none.
    false_palms: u32,
}

impl Schedule {
    /// Shall the detector look at the picture captured at `at`, while so many hands are tracked?
    pub(super) fn is_due(&self, tracked: usize, at: Duration) -> bool {
        match tracked {
            // A thing that looks like a palm costs both networks each time: look at it less often.
            0 => elapsed(self.last, at) >= (NONE_TRACKED * (1 + self.false_palms)).min(ONE_TRACKED),
            1 => elapsed(self.last, at) >= ONE_TRACKED,
            _ => false,
        }
    }

    /// Nothing was found: shall it look once more, at the picture inside of a border?
    pub(super) fn is_border_due(&self, tracked: usize, at: Duration) -> bool {
        tracked == 0 && elapsed(self.last_bordered, at) >= BORDERED
    }

    pub(super) fn ran(&mut self, at: Duration) {
        self.last = Some(at);
    }

    pub(super) fn ran_bordered(&mut self, at: Duration) {
        self.last_bordered = Some(at);
    }

    /// A palm was a hand, or was not.
    pub(super) fn judged(&mut self, is_hand: bool) {
        self.false_palms = if is_hand { 0 } else { self.false_palms.saturating_add(1) };
    }

    /// A hand was lost: it is likely still there, so look at once.
    pub(super) fn lost(&mut self) {
        *self = Self { last_bordered: self.last_bordered, ..Self::default() };
    }
}

/// A clock that was set back starts anew.
fn elapsed(since: Option<Duration>, at: Duration) -> Duration {
    since.and_then(|since| at.checked_sub(since)).unwrap_or(Duration::MAX)
}

/// A hand that is raised is found after half of this on average: hardly noticeable.
const NONE_TRACKED: Duration = Duration::from_millis(250);
/// The second hand of a one-handed alphabet can wait.
const ONE_TRACKED: Duration = Duration::from_millis(750);
/// Close-ups last for seconds.
const BORDERED: Duration = Duration::from_millis(1000);

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs of the detector within ten seconds of 20 pictures each.
    fn runs(tracked: usize, is_hand: Option<bool>) -> (usize, usize) {
        let mut schedule = Schedule::default();
        let (mut plain, mut bordered) = (0, 0);
        for at in (0..200).map(|index| Duration::from_millis(50 * index)) {
            if !schedule.is_due(tracked, at) {
                continue;
            }
            plain += 1;
            schedule.ran(at);
            match is_hand {
                Some(is_hand) => schedule.judged(is_hand),
                None if schedule.is_border_due(tracked, at) => {
                    bordered += 1;
                    schedule.ran_bordered(at);
                }
                None => {}
            }
        }
        (plain, bordered)
    }

    #[test]
    fn an_empty_picture_is_looked_at_four_times_a_second_and_once_with_a_border() {
        assert_eq!(runs(0, None), (40, 10));
    }

    #[test]
    fn a_false_palm_is_looked_at_less_and_less_often() {
        assert_eq!(runs(0, Some(false)).0, 14);
    }

    #[test]
    fn tracked_hands_need_the_detector_seldom_or_not() {
        assert_eq!(runs(1, Some(true)).0, 14);
        assert_eq!(runs(2, Some(true)).0, 0);
    }

    #[test]
    fn a_lost_hand_is_looked_for_at_once() {
        let mut schedule = Schedule::default();
        schedule.ran(Duration::from_millis(100));
        assert!(!schedule.is_due(0, Duration::from_millis(150)));
        schedule.lost();
        assert!(schedule.is_due(0, Duration::from_millis(150)));
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_stop_the_detector() {
        let mut schedule = Schedule::default();
        schedule.ran(Duration::from_secs(100));
        assert!(schedule.is_due(0, Duration::from_secs(1)));
    }
}
