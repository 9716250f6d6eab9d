//! How much one layer takes of a network, but for key frames: they come seldom, while a viewer who had to
//! make room for each would lose the picture with it.

use std::time::{Duration, Instant};

/// Bits per second, smoothed.
#[derive(Debug, Default)]
pub(super) struct Meter {
    began: Option<Instant>,
    bytes: usize,
    rate: Option<f64>,
    key_frame: Option<u32>,
}

impl Meter {
    /// A packet came, of a picture with this time stamp, and with so many bytes on its way to a viewer.
    pub(super) fn add(&mut self, now: Instant, timestamp: u32, opens_key_frame: bool, bytes: usize) {
        if opens_key_frame {
            self.key_frame = Some(timestamp);
        }
        let began = *self.began.get_or_insert(now);
        let elapsed = now.saturating_duration_since(began);
        if elapsed >= WINDOW {
            // After a pause the rate is the one of before.
            if elapsed < 2 * WINDOW {
                let fresh = self.bytes as f64 * 8.0 / elapsed.as_secs_f64();
                self.rate = Some(self.rate.map_or(fresh, |rate| rate + (fresh - rate) * SHARE));
            }
            (self.began, self.bytes) = (Some(now), 0);
        }
        if self.key_frame != Some(timestamp) {
            self.bytes += bytes;
        }
    }

    /// Of when it was last sent; none before half a second of it.
    pub(super) fn rate(&self) -> Option<f64> {
        self.rate
    }
}

const WINDOW: Duration = Duration::from_millis(500);
/// Of the newest window: two seconds are mostly forgotten.
const SHARE: f64 = 0.4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_known_after_half_a_second_and_outlives_a_pause() {
        let start = Instant::now();
        let mut meter = Meter::default();
        for at in 0..40_u32 {
            // A key frame in between counts for nothing.
            meter.add(start + at * Duration::from_millis(33), at, at == 20, if at == 20 { 90_000 } else { 1_000 });
            assert_eq!(meter.rate().is_some(), at >= 16, "{at}");
        }
        let rate = meter.rate().unwrap();
        assert!((225_000.0..250_000.0).contains(&rate), "{rate}");
        meter.add(start + Duration::from_secs(60), 100, false, 1_000);
        assert_eq!(meter.rate(), Some(rate));
    }
}
