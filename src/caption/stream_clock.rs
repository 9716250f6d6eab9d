//! Maps the clock of a tapped stream onto the server's own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::video::{EncodedFrame, FrameSink, Offer};

/// How far the stream's clock is from ours, learned from when its frames arrive.
///
/// A frame can be late but never early, so the smallest difference seen is the best estimate.
#[derive(Clone, Debug)]
pub struct StreamClock {
    origin: Instant,
    /// Our time minus the stream's, in microseconds.
    offset: Arc<AtomicI64>,
}

/// Passes frames on after it has noted when they came.
pub struct StampedSink<S> {
    clock: StreamClock,
    sink: S,
}

impl StreamClock {
    pub fn new(origin: Instant) -> Self {
        Self { origin, offset: Arc::new(AtomicI64::new(i64::MAX)) }
    }

    /// Notes that what was captured `at` arrived `now`.
    pub fn arrived(&self, at: Duration, now: Instant) {
        let offset = micros(now.saturating_duration_since(self.origin)) - micros(at);
        // Written by one thread; readers only want a recent value.
        self.offset.fetch_min(offset, Ordering::Relaxed);
    }

    /// The time since `origin` of a moment on the stream's clock; `None` before any frame came.
    pub fn since_origin(&self, at: Duration) -> Option<Duration> {
        match self.offset.load(Ordering::Relaxed) {
            i64::MAX => None,
            offset => Some(Duration::from_micros(micros(at).saturating_add(offset).max(0).unsigned_abs())),
        }
    }

    /// A sink that keeps this clock before it hands frames to `sink`.
    pub fn stamp<S: FrameSink>(&self, sink: S) -> StampedSink<S> {
        StampedSink { clock: self.clone(), sink }
    }
}

impl<S: FrameSink> FrameSink for StampedSink<S> {
    fn offer(&mut self, frame: EncodedFrame) -> Offer {
        self.clock.arrived(frame.at, Instant::now());
        self.sink.offer(frame)
    }
}

/// Saturates after 292,000 years.
fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promptest_frame_tells_the_offset() {
        let origin = Instant::now();
        let clock = StreamClock::new(origin);
        clock.arrived(ms(0), origin + ms(5_080));
        clock.arrived(ms(100), origin + ms(5_110));
        clock.arrived(ms(200), origin + ms(5_900));
        assert_eq!(clock.since_origin(ms(200)), Some(ms(5_210)));
    }

    #[test]
    fn nothing_is_known_before_the_first_frame() {
        assert_eq!(StreamClock::new(Instant::now()).since_origin(ms(1)), None);
    }

    #[test]
    fn a_stream_that_is_older_than_the_origin_does_not_wrap() {
        let origin = Instant::now();
        let clock = StreamClock::new(origin);
        clock.arrived(ms(60_000), origin + ms(10));
        assert_eq!(clock.since_origin(ms(60_000)), Some(ms(10)));
        assert_eq!(clock.since_origin(ms(1)), Some(ms(0)));
    }

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }
}
