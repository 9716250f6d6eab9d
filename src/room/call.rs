//! Knows when a call began, when it is over.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// One call of a room: from the first person in an empty room until it stood empty for a while.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) id: Uuid,
    pub(super) started: DateTime<Utc>,
    began: Instant,
    empty_since: Option<Instant>,
}

impl Call {
    /// `began` and `started` are the same moment on the two clocks.
    pub(super) fn new(id: Uuid, started: DateTime<Utc>, began: Instant) -> Self {
        Self { id, started, began, empty_since: None }
    }

    /// When it began.
    pub(super) fn began(&self) -> Instant {
        self.began
    }

    /// Somebody is here (again).
    pub(super) fn occupied(&mut self) {
        self.empty_since = None;
    }

    /// The last one left.
    pub(super) fn emptied(&mut self, now: Instant) {
        self.empty_since.get_or_insert(now);
    }

    /// Whether it is over.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.empty_since.is_some_and(|since| now.duration_since(since) >= LINGER)
    }

    /// The time since the call began: the captions' clock. It never runs backwards.
    pub(super) fn elapsed(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }
}

/// How long an empty call waits for somebody to come back.
const LINGER: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_ends_thirty_seconds_after_the_last_one_left() {
        let (mut call, start) = call();
        call.emptied(start + Duration::from_secs(10));
        assert!(!call.is_over(start + Duration::from_secs(39)));
        assert!(call.is_over(start + Duration::from_secs(40)));
    }

    #[test]
    fn somebody_who_comes_back_in_time_continues_the_call() {
        let (mut call, start) = call();
        call.emptied(start + Duration::from_secs(10));
        call.occupied();
        assert!(!call.is_over(start + Duration::from_secs(3_600)));
        call.emptied(start + Duration::from_secs(3_600));
        assert!(!call.is_over(start + Duration::from_secs(3_629)));
    }

    #[test]
    fn its_clock_starts_at_nought() {
        let (call, start) = call();
        assert_eq!(call.elapsed(start), Duration::ZERO);
        assert_eq!(call.elapsed(start + Duration::from_millis(1_500)), Duration::from_millis(1_500));
    }

    fn call() -> (Call, Instant) {
        let start = Instant::now();
        (Call::new(Uuid::nil(), DateTime::UNIX_EPOCH, start), start)
    }
}
