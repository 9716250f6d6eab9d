//! Gives the network an even pace, whatever the camera's is.

use std::time::Duration;

/// Counts the steps that are due when a frame comes.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// When the first frame came, with the steps that were given since.
    begun: Option<(Duration, u32)>,
}

impl Steps {
    /// How many steps pass with a frame at `at`, which is what is seen at all of them: none when frames
    /// come faster than [`RATE`], several after a gap. Times must rise.
    pub fn due(&mut self, at: Duration) -> u32 {
        let Some((origin, given)) = self.begun else {
            self.begun = Some((at, 1));
            return 1;
        };
        let whole = (at.saturating_sub(origin).as_secs_f64() * f64::from(RATE)).round() + 1.0;
        let due = (whole as u32).saturating_sub(given);
        if due > LONGEST_GAP {
            // What was before says nothing about what is now.
            self.begun = Some((at, 1));
            return LONGEST_GAP;
        }
        self.begun = Some((origin, given + due));
        due
    }
}

/// Steps a second.
pub const RATE: f32 = 15.0;
/// A longer gap is this long for the network.
const LONGEST_GAP: u32 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(rate: u32, seconds: u32) -> u32 {
        let mut steps = Steps::default();
        (0..rate * seconds).map(|frame| steps.due(Duration::from_secs(1) * frame / rate)).sum()
    }

    #[test]
    fn every_camera_gives_as_many_steps_a_second() {
        for rate in [8, 10, 15, 24, 30, 60] {
            assert!(steps(rate, 10).abs_diff(150) <= 2, "{rate}: {}", steps(rate, 10));
        }
    }

    #[test]
    fn a_long_gap_is_cut_short_and_forgotten() {
        let mut steps = Steps::default();
        assert_eq!(steps.due(Duration::from_secs(1)), 1);
        assert_eq!(steps.due(Duration::from_secs(3600)), LONGEST_GAP);
        assert_eq!(steps.due(Duration::from_secs(3600) + Duration::from_millis(67)), 1);
    }
}
