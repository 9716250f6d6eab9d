//! How much of what got lost may be sent again: where nothing fits, repairs of it all would push out
//! the rest.

use std::time::{Duration, Instant};

/// Bytes that repairs may take.
#[derive(Debug)]
pub(super) struct Repairs {
    left: f64,
    filled: Instant,
}

impl Repairs {
    pub(super) fn new(now: Instant) -> Self {
        Self { left: LEAST, filled: now }
    }

    /// Takes so many bytes, if they are there; `rate` is what the network takes, in bits per second.
    pub(super) fn take(&mut self, now: Instant, rate: f64, bytes: usize) -> bool {
        let share = rate * SHARE / 8.0;
        let elapsed = now.saturating_duration_since(self.filled);
        self.filled = now;
        self.left = (self.left + share * elapsed.as_secs_f64()).min((share * SAVED.as_secs_f64()).max(LEAST));
        let is_granted = self.left >= bytes as f64;
        if is_granted {
            self.left -= bytes as f64;
        }
        is_granted
    }
}

/// Of what the network takes.
const SHARE: f64 = 0.3;
/// What is not taken is kept for so long.
const SAVED: Duration = Duration::from_millis(500);
/// Bytes that there always is room for: some packets.
const LEAST: f64 = 6_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_take_a_share_of_the_network_whatever_is_asked_for() {
        let start = Instant::now();
        let mut repairs = Repairs::new(start);
        let mut taken = 0;
        for at in 0..10_000 {
            taken += if repairs.take(start + Duration::from_millis(at), 300_000.0, 1_000) { 1_000 } else { 0 };
        }
        // Ten seconds of 300 kbit/s are 375 kB.
        assert!((110_000..=120_000).contains(&taken), "{taken}");
    }
}
