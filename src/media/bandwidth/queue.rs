//! How long packets wait in a queue on their way: the least delay lately, above the least for long
//! (base delay, RFC 6817).
//!
//! A receiver that is busy takes some packets in late, but not all of them; a queue holds up all.

use std::time::Duration;

/// Delays, in milliseconds of two clocks that differ by something unknown.
#[derive(Debug, Default)]
pub(super) struct Queue {
    lately: Least,
    ever: Least,
}

/// The least of two stretches of time, the one that goes on and the one before it.
#[derive(Debug, Default)]
struct Least {
    began: Duration,
    now: Option<f64>,
    before: Option<f64>,
}

impl Queue {
    /// A packet that left then arrived.
    pub(super) fn push(&mut self, departure: Duration, arrival: Duration) {
        let delay = (arrival.as_secs_f64() - departure.as_secs_f64()) * 1e3;
        self.lately.push(arrival, LATELY, delay);
        self.ever.push(arrival, EVER, delay);
    }

    /// Every packet waits.
    pub(super) fn is_standing(&self) -> bool {
        self.lately.get().zip(self.ever.get()).is_some_and(|(lately, ever)| lately - ever > STANDING)
    }
}

impl Least {
    fn push(&mut self, at: Duration, length: Duration, delay: f64) {
        if at.saturating_sub(self.began) >= length {
            self.before = self.now.take();
            self.began = at;
        }
        self.now = Some(self.now.map_or(delay, |least| least.min(delay)));
    }

    fn get(&self) -> Option<f64> {
        Some(self.now?.min(self.before.unwrap_or(f64::INFINITY)))
    }
}

/// Longer than a busy receiver takes a pause.
const LATELY: Duration = Duration::from_millis(150);
/// Clocks drift, and ways change.
const EVER: Duration = Duration::from_secs(20);
/// Milliseconds.
const STANDING: f64 = 20.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn is_standing(delay: impl Fn(u64) -> u64) -> bool {
        let mut queue = Queue::default();
        for at in 0..200 {
            let departure = Duration::from_millis(20 * at);
            queue.push(departure, departure + Duration::from_millis(7_000 + delay(at)));
        }
        queue.is_standing()
    }

    #[test]
    fn a_queue_holds_up_every_packet_and_a_busy_receiver_some() {
        assert!(!is_standing(|_| 300));
        assert!(is_standing(|at| if at < 150 { 0 } else { 40 }));
        assert!(!is_standing(|at| if at % 5 == 0 { 0 } else { 90 }));
    }
}
