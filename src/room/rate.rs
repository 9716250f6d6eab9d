//! Limits how often one member may do something.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// At most `most` times within any stretch of `within`.
#[derive(Debug)]
pub(super) struct Rate {
    most: usize,
    within: Duration,
    granted: VecDeque<Instant>,
}

impl Rate {
    pub(super) fn new(most: usize, within: Duration) -> Self {
        Self { most, within, granted: VecDeque::with_capacity(most) }
    }

    /// Whether it may be done now; a refusal does not count.
    pub(super) fn allow(&mut self, now: Instant) -> bool {
        if self.granted.len() == self.most {
            match self.granted.front() {
                Some(&first) if now.duration_since(first) >= self.within => self.granted.pop_front(),
                _ => return false,
            };
        }
        self.granted.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_within_a_second_is_refused() {
        let start = Instant::now();
        let mut rate = Rate::new(10, Duration::from_secs(1));
        assert!((0..10).all(|n| rate.allow(start + Duration::from_millis(n * 50))));
        assert!(!rate.allow(start + Duration::from_millis(999)));
    }

    #[test]
    fn any_second_counts_not_only_whole_ones() {
        let start = Instant::now();
        let mut rate = Rate::new(2, Duration::from_secs(1));
        assert!(rate.allow(start + Duration::from_millis(900)));
        assert!(rate.allow(start + Duration::from_millis(950)));
        assert!(!rate.allow(start + Duration::from_millis(1_100)));
        assert!(rate.allow(start + Duration::from_millis(1_900)));
        assert!(!rate.allow(start + Duration::from_millis(1_940)));
    }

    #[test]
    fn refusals_do_not_prolong_the_wait() {
        let start = Instant::now();
        let mut rate = Rate::new(1, Duration::from_secs(1));
        assert!(rate.allow(start));
        for n in 1..100 {
            assert!(!rate.allow(start + Duration::from_millis(n * 10)));
        }
        assert!(rate.allow(start + Duration::from_secs(1)));
    }
}
