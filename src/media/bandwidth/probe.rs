//! Short bursts of padding that show whether a network takes more than what is sent.

use std::time::{Duration, Instant};

use super::departures::Report;

/// Probes of one receiver, one at a time.
#[derive(Debug)]
pub(super) struct Probe {
    due: Instant,
    pause: Duration,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    /// In bits per second.
    rate: f64,
    began: Instant,
    ends: Instant,
    /// Bytes that the padding alone still has to make up.
    owed: f64,
    padded: Instant,
    first: u64,
    /// One above its last packet, once it is over.
    end: Option<u64>,
    bytes: usize,
    arrivals: Option<(Duration, Duration)>,
    reported: u64,
}

impl Probe {
    pub(super) fn new(now: Instant) -> Self {
        Self { due: now, pause: PAUSE, running: None }
    }

    /// The path was too full just now: what was tried before says nothing of it.
    pub(super) fn postpone(&mut self, now: Instant) {
        self.running = None;
        self.due = self.due.max(now + PAUSE);
    }

    /// The network is back: it may be another one.
    pub(super) fn begin_anew(&mut self, now: Instant) {
        *self = Self::new(now);
    }

    /// Bytes of padding to send now. `wanted` is what would be sent if only it were known to get through,
    /// `sent` what is sent now, both in bits per second; `next` is the number of the next packet.
    pub(super) fn padding(&mut self, now: Instant, wanted: Option<f64>, estimate: f64, sent: f64, next: u64) -> usize {
        if self.running.is_none()
            && self.due <= now
            && let Some(wanted) = wanted.filter(|wanted| *wanted > estimate)
        {
            let rate = wanted.min(2.0 * estimate) * MARGIN;
            let time = Duration::from_secs_f64((f64::from(MOST_BYTES) * 8.0 / rate).min(TIME.as_secs_f64()));
            self.running = Some(Running {
                rate,
                began: now,
                ends: now + time,
                owed: 0.0,
                padded: now,
                first: next,
                end: None,
                bytes: 0,
                arrivals: None,
                reported: 0,
            });
        }
        let Some(running) = self.running.as_mut().filter(|running| running.end.is_none()) else { return 0 };
        if running.ends <= now {
            running.end = Some(next);
            return 0;
        }
        let elapsed = now.saturating_duration_since(running.padded).as_secs_f64();
        running.padded = now;
        running.owed += (running.rate - sent).max(running.rate / 3.0) * elapsed / 8.0;
        let now = running.owed.max(0.0);
        running.owed -= now;
        now as usize
    }

    pub(super) fn report(&mut self, report: &Report) {
        let Some(running) = &mut self.running else { return };
        if report.number < running.first || running.end.is_some_and(|end| end <= report.number) || report.was_lost {
            return;
        }
        running.reported += 1;
        if let Some(arrival) = report.arrival {
            let (first, last) = running.arrivals.unwrap_or((arrival, arrival));
            // The first one's bytes came before the time that is measured.
            running.bytes += if running.arrivals.is_some() { report.size } else { 0 };
            running.arrivals = Some((first.min(arrival), last.max(arrival)));
        }
    }

    /// What got through, in bits per second, once the probe is over. Less than what was tried is less
    /// sure, and for a while nothing more is tried.
    pub(super) fn outcome(&mut self, now: Instant) -> Option<f64> {
        let running = self.running.as_ref()?;
        let packets = running.end?.saturating_sub(running.first);
        let is_whole = running.reported * 10 >= packets * 9;
        if !is_whole && now.saturating_duration_since(running.ends) < PATIENCE {
            return None;
        }
        let sent = running.ends.saturating_duration_since(running.began);
        let got = running.arrivals.map_or(0.0, |(first, last)| {
            running.bytes as f64 * 8.0 / last.saturating_sub(first).max(sent * 3 / 4).as_secs_f64()
        });
        let rate = running.rate;
        self.running = None;
        if is_whole && got >= ENOUGH * rate {
            self.pause = PAUSE;
            self.due = now + BETWEEN;
            return Some(got.min(rate));
        }
        self.due = now + self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        is_whole.then_some(UNSURE * got.min(rate))
    }
}

/// Between two, when the first failed or the path was too full.
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Between two, when the first went well.
const BETWEEN: Duration = Duration::from_millis(200);
/// Of one probe: long enough to see whether a queue grows.
const TIME: Duration = Duration::from_millis(150);
const MOST_BYTES: u32 = 40_000;
/// Until feedback of it must have come.
const PATIENCE: Duration = Duration::from_secs(1);
/// More than is wanted, so that what is wanted is proved.
const MARGIN: f64 = 1.1;
/// Share that has to get through.
const ENOUGH: f64 = 0.75;
const UNSURE: f64 = 0.9;

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs probes for so long over a path that takes `capacity`; returns what each proved.
    fn proved(capacity: f64, time: Duration) -> Vec<u32> {
        let (start, estimate, wanted) = (Instant::now(), 300_000.0, 500_000.0);
        let mut probe = Probe::new(start);
        let (mut number, mut free, mut reports, mut proved) = (0, Duration::ZERO, Vec::new(), Vec::new());
        for step in 0..time.as_millis() as u64 / 10 {
            let departure = Duration::from_millis(10 * step);
            let now = start + departure;
            let bytes = probe.padding(now, Some(wanted), estimate, 100_000.0, number);
            // What is sent anyway, and the padding.
            for size in [125, bytes] {
                free = free.max(departure) + Duration::from_secs_f64(size as f64 * 8.0 / capacity);
                reports.push(Report { number, size, departure, arrival: Some(free), was_lost: false });
                number += 1;
            }
            if step % 5 == 0 {
                reports.drain(..).for_each(|report| probe.report(&report));
                proved.extend(probe.outcome(now).map(|rate| rate as u32));
            }
        }
        proved
    }

    #[test]
    fn a_path_that_takes_more_is_found_out_at_once_and_again() {
        let proved = proved(5_000_000.0, Duration::from_secs(2));
        assert!(proved.len() > 3 && proved.iter().all(|rate| (500_000..=560_000).contains(rate)), "{proved:?}");
    }

    #[test]
    fn a_path_that_takes_no_more_is_asked_ever_less_often() {
        let proved = proved(320_000.0, Duration::from_secs(60));
        // After 5 seconds, then every ten.
        assert!((5..=7).contains(&proved.len()) && proved.iter().all(|rate| *rate < 340_000), "{proved:?}");
    }
}
