//! How much a receiver's network takes, from what its feedback says.

use std::time::{Duration, Instant};

use super::departures::Report;
use super::loss::{Loss, Verdict};
use super::queue::Queue;
use super::received::Received;
use super::trend::{Trend, Usage};

/// The estimate for one receiver.
#[derive(Debug)]
pub(super) struct Estimate {
    /// In bits per second.
    rate: f64,
    trend: Trend,
    queue: Queue,
    loss: Loss,
    received: Received,
    /// What arrived when the path was last too full.
    ceiling: Option<f64>,
    is_held: bool,
    grown: Instant,
    fell: Option<Instant>,
    heard: Instant,
    silence: Option<Silence>,
}

/// No feedback comes.
#[derive(Clone, Copy, Debug)]
struct Silence {
    /// The rate when it began, in bits per second.
    before: f64,
    halved: Instant,
}

impl Estimate {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            rate: FIRST,
            trend: Trend::new(),
            queue: Queue::default(),
            loss: Loss::new(now),
            received: Received::default(),
            ceiling: None,
            is_held: false,
            grown: now,
            fell: None,
            heard: now,
            silence: None,
        }
    }

    /// In bits per second.
    pub(super) fn rate(&self) -> f64 {
        self.rate
    }

    /// When it last fell.
    pub(super) fn fell(&self) -> Option<Instant> {
        self.fell
    }

    /// Feedback begins. After a gap neither delays nor losses tell of the rate.
    pub(super) fn begin(&mut self, now: Instant) {
        if now.saturating_duration_since(self.heard) > GAP {
            self.trend = Trend::new();
            self.queue = Queue::default();
            self.received.clear();
            self.loss.forget_window(now);
        }
        // The network is back, most likely as it was.
        if let Some(silence) = self.silence.take() {
            self.rate = self.rate.max(silence.before / 2.0);
            self.fell = None;
        }
        self.heard = now;
    }

    pub(super) fn report(&mut self, report: &Report) {
        match report.arrival {
            Some(arrival) => {
                self.loss.arrived(report.was_lost);
                self.received.add(arrival, report.size);
                if !report.was_lost {
                    self.trend.push(report.departure, arrival);
                    self.queue.push(report.departure, arrival);
                }
            }
            None => self.loss.lost(),
        }
    }

    /// Feedback ended: what follows from it.
    pub(super) fn settle(&mut self, now: Instant) {
        let Some(received) = self.received.rate() else { return };
        match self.loss.judge(now, self.rate, received) {
            Some(Verdict::Fall(rate)) => self.fall(now, rate),
            Some(Verdict::Restore(rate)) => {
                self.rate = self.rate.max(rate);
                self.is_held = false;
            }
            Some(verdict) => self.is_held = verdict == Verdict::Hold,
            None => {}
        }
        match self.trend.usage() {
            // Without a queue it is the receiver that is late.
            Usage::Over if self.queue.is_standing() => {
                let is_early = self.fell.is_some_and(|fell| now.saturating_duration_since(fell) < DROP_INTERVAL);
                if !is_early || self.rate > 2.0 * received {
                    self.ceiling = Some(received);
                    self.fall(now, received * DROP);
                }
                self.grown = now;
            }
            Usage::Over | Usage::Under => self.grown = now,
            Usage::Normal => self.grow(now, received),
        }
    }

    /// A probe showed that so much gets through.
    pub(super) fn proved(&mut self, rate: f64) {
        self.rate = self.rate.max(rate).min(MOST);
        if self.ceiling.is_some_and(|ceiling| ceiling < rate) {
            self.ceiling = None;
        }
    }

    /// Time passes, and since then no feedback came of what was sent: less and less is known.
    pub(super) fn tick(&mut self, now: Instant, waiting: Option<Instant>) {
        if waiting.is_none_or(|since| now.saturating_duration_since(since) < SILENCE) {
            return;
        }
        let before = self.silence.map_or(self.rate, |silence| silence.before);
        if self.silence.is_none_or(|silence| now.saturating_duration_since(silence.halved) >= SILENCE) {
            self.silence = Some(Silence { before, halved: now });
            self.fall(now, self.rate / 2.0);
        }
    }

    fn grow(&mut self, now: Instant, received: f64) {
        let elapsed = now.saturating_duration_since(self.grown).min(Duration::from_secs(1)).as_secs_f64();
        self.grown = now;
        if self.is_held {
            return;
        }
        let is_near = self.ceiling.is_some_and(|ceiling| (0.9 * ceiling..1.1 * ceiling).contains(&received));
        if self.ceiling.is_some_and(|ceiling| received > 1.1 * ceiling) {
            self.ceiling = None;
        }
        let step = if is_near { NEAR_STEP * elapsed } else { self.rate * (GROWTH.powf(elapsed) - 1.0) };
        // Of more than is sent nothing is known.
        let most = (1.5 * received + 10_000.0).min(MOST);
        self.rate = self.rate.max((self.rate + step).min(most));
    }

    fn fall(&mut self, now: Instant, to: f64) {
        let to = to.max(LEAST);
        if to < self.rate {
            self.rate = to;
            self.fell = Some(now);
        }
    }
}

/// Estimates, in bits per second: the first, the lowest, the highest.
const FIRST: f64 = 1_000_000.0;
const LEAST: f64 = 50_000.0;
const MOST: f64 = 20_000_000.0;
/// What is sent, of what arrived when there was too much.
const DROP: f64 = 0.85;
/// Growth in a second.
const GROWTH: f64 = 1.08;
/// Growth in a second near to what was too much before, in bits per second.
const NEAR_STEP: f64 = 30_000.0;
const DROP_INTERVAL: Duration = Duration::from_millis(300);
/// Feedback comes several times a second.
const GAP: Duration = Duration::from_millis(1_000);
const SILENCE: Duration = Duration::from_millis(1_500);

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends at `rate` over a path that takes `capacity`, with feedback ten times a second.
    fn send(estimate: &mut Estimate, start: Instant, seconds: std::ops::Range<u64>, rate: f64, capacity: f64) {
        let mut free = Duration::from_secs(seconds.start);
        let step = Duration::from_secs_f64(1_200.0 * 8.0 / rate);
        let (mut departure, mut reported) = (free, Duration::ZERO);
        while departure < Duration::from_secs(seconds.end) {
            free = free.max(departure) + Duration::from_secs_f64(1_200.0 * 8.0 / capacity);
            let report = Report { number: 0, size: 1_200, departure, arrival: Some(free), was_lost: false };
            estimate.report(&report);
            if departure > reported + Duration::from_millis(100) {
                reported = departure;
                estimate.settle(start + departure);
                estimate.begin(start + departure);
            }
            departure += step;
        }
    }

    #[test]
    fn it_falls_below_what_gets_through_when_a_queue_grows() {
        let start = Instant::now();
        let mut estimate = Estimate::new(start);
        send(&mut estimate, start, 0..10, 800_000.0, 5_000_000.0);
        assert!(estimate.fell().is_none() && estimate.rate() >= FIRST);
        send(&mut estimate, start, 10..13, 800_000.0, 400_000.0);
        assert!((300_000.0..400_000.0).contains(&estimate.rate()), "{}", estimate.rate());
        assert!(estimate.fell().is_some());
    }

    #[test]
    fn it_does_not_grow_far_beyond_what_is_sent() {
        let start = Instant::now();
        let mut estimate = Estimate::new(start);
        send(&mut estimate, start, 0..60, 1_000_000.0, 5_000_000.0);
        assert!((1_400_000.0..1_600_000.0).contains(&estimate.rate()), "{}", estimate.rate());
        estimate.proved(3_000_000.0);
        assert_eq!(estimate.rate(), 3_000_000.0);
    }

    #[test]
    fn silence_halves_it_again_and_again_and_its_end_brings_half_of_it_back() {
        let start = Instant::now();
        let mut estimate = Estimate::new(start);
        estimate.tick(start + SILENCE, None);
        assert_eq!(estimate.rate(), FIRST, "nothing was sent");
        for second in 1..10 {
            estimate.tick(start + second * SILENCE, Some(start));
        }
        assert_eq!(estimate.rate(), LEAST);
        estimate.begin(start + 10 * SILENCE);
        assert_eq!(estimate.rate(), FIRST / 2.0);
    }
}
