//! Whether packets are lost because too many are sent, or because the path loses some of any number.

use std::time::{Duration, Instant};

/// What was lost lately.
#[derive(Debug)]
pub(super) struct Loss {
    began: Instant,
    expected: u32,
    lost: u32,
    /// Share of the last windows.
    smoothed: f64,
    /// Share that the path loses however little is sent.
    ordinary: f64,
    trial: Option<Trial>,
}

/// Less is sent, to see whether less is lost.
#[derive(Clone, Copy, Debug)]
struct Trial {
    since: Instant,
    share: f64,
    before: f64,
}

/// What follows from it for the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing is wrong.
    Fine,
    /// More must not be sent just now.
    Hold,
    /// So much has to be sent at most, in bits per second.
    Fall(f64),
    /// It was not what we sent: back to that rate, in bits per second.
    Restore(f64),
}

impl Loss {
    pub(super) fn new(now: Instant) -> Self {
        Self { began: now, expected: 0, lost: 0, smoothed: 0.0, ordinary: 0.0, trial: None }
    }

    pub(super) fn arrived(&mut self, was_lost: bool) {
        if was_lost {
            self.lost = self.lost.saturating_sub(1);
        } else {
            self.expected += 1;
        }
    }

    pub(super) fn lost(&mut self) {
        self.expected += 1;
        self.lost += 1;
    }

    /// There was a gap: what it swallowed says nothing of the rate.
    pub(super) fn forget_window(&mut self, now: Instant) {
        (self.began, self.expected, self.lost) = (now, 0, 0);
    }

    /// Judges the window that is over, when one is. `rate` is what may be sent, `received` what arrives,
    /// in bits per second.
    pub(super) fn judge(&mut self, now: Instant, rate: f64, received: f64) -> Option<Verdict> {
        if now.saturating_duration_since(self.began) < WINDOW || self.expected < LEAST_PACKETS {
            return None;
        }
        let share = f64::from(self.lost) / f64::from(self.expected);
        self.forget_window(now);
        self.smoothed =
            if share > 3.0 * EXCESS { f64::midpoint(self.smoothed, share) } else { 0.7 * self.smoothed + 0.3 * share };
        if self.smoothed < self.ordinary {
            self.ordinary += 0.3 * (self.smoothed - self.ordinary);
        }
        if let Some(trial) = self.trial {
            if now.saturating_duration_since(trial.since) < TRIAL {
                return Some(Verdict::Hold);
            }
            self.trial = None;
            if share > 0.6 * trial.share && trial.share < MOST_ORDINARY {
                self.ordinary = self.smoothed.max(self.ordinary).min(MOST_ORDINARY);
                return Some(Verdict::Restore(trial.before));
            }
        }
        let excess = self.smoothed - self.ordinary;
        Some(if excess > EXCESS && share > self.ordinary + EXCESS {
            self.trial = Some(Trial { since: now, share: self.smoothed, before: rate });
            Verdict::Fall(received * (1.0 - excess / 2.0).max(0.5))
        } else if excess > EXCESS / 2.0 {
            Verdict::Hold
        } else {
            Verdict::Fine
        })
    }
}

const WINDOW: Duration = Duration::from_millis(400);
const LEAST_PACKETS: u32 = 20;
/// More loss than the path's own that is taken for ours.
const EXCESS: f64 = 0.05;
/// No path that anybody would use loses more of whatever is sent.
const MOST_ORDINARY: f64 = 0.3;
/// Until what was in the queue is gone.
const TRIAL: Duration = Duration::from_millis(900);

#[cfg(test)]
mod tests {
    use super::*;

    /// A path that takes `capacity` and loses `share` of that, for so many windows; returns the rates.
    fn rates(capacity: f64, share: f64, windows: u32) -> Vec<f64> {
        let (start, mut rate) = (Instant::now(), 1_000_000.0_f64);
        let mut loss = Loss::new(start);
        let mut rates = Vec::new();
        for window in 1..=windows {
            let through = rate.min(capacity) * (1.0 - share);
            let lost = ((1.0 - through / rate) * 100.0).round() as u32;
            (0..lost).for_each(|_| loss.lost());
            (lost..100).for_each(|_| loss.arrived(false));
            match loss.judge(start + window * WINDOW, rate, through) {
                Some(Verdict::Fall(to)) => rate = rate.min(to),
                Some(Verdict::Restore(to)) => rate = rate.max(to),
                Some(Verdict::Fine | Verdict::Hold) => {}
                None => panic!("a window is over"),
            }
            rates.push(rate);
        }
        rates
    }

    #[test]
    fn what_does_not_fit_is_no_longer_sent() {
        let rates = rates(600_000.0, 0.0, 20);
        assert!((400_000.0..=600_000.0).contains(&rates[19]), "{rates:?}");
    }

    #[test]
    fn a_path_that_loses_some_of_any_number_keeps_its_rate() {
        for share in [0.01, 0.05, 0.1, 0.2] {
            let rates = rates(2_000_000.0, share, 20);
            assert!(rates[19] > 900_000.0, "{share}: {rates:?}");
        }
    }

    #[test]
    fn a_late_packet_is_not_lost() {
        let start = Instant::now();
        let mut loss = Loss::new(start);
        for _ in 0..50 {
            loss.lost();
            loss.arrived(true);
        }
        assert_eq!(loss.judge(start + WINDOW, 1e6, 1e6), Some(Verdict::Fine));
    }
}
