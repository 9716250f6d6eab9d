//! When each packet of a connection left, by its transport-wide number.

use std::time::{Duration, Instant};

use crate::media::feedback::arrivals::Arrivals;
use crate::media::sequence::extend;

/// The packets of the last seconds.
pub(in crate::media) struct Departures {
    start: Instant,
    sent: Box<[Sent; REACH]>,
    next: u64,
    reference: Option<u64>,
    waiting: Option<Instant>,
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Report {
    pub(super) number: u64,
    /// In bytes, as the network counts them.
    pub(super) size: usize,
    /// Since the connection began.
    pub(super) departure: Duration,
    /// On the receiver's clock; none when it did not arrive.
    pub(super) arrival: Option<Duration>,
    /// It was reported as lost before.
    pub(super) was_lost: bool,
}

#[derive(Clone, Copy)]
struct Sent {
    micros: u64,
    size: u16,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Arrived,
    Lost,
    Open,
}

impl Departures {
    pub(super) fn new(now: Instant) -> Self {
        let none = Sent { micros: 0, size: 0, fate: Fate::Arrived };
        Self { start: now, sent: Box::new([none; REACH]), next: 0, reference: None, waiting: None }
    }

    /// A packet of `size` bytes leaves; returns the number that it has to carry.
    pub(in crate::media) fn depart(&mut self, now: Instant, size: usize) -> u16 {
        let number = self.next;
        self.next += 1;
        self.waiting.get_or_insert(now);
        let micros = now.saturating_duration_since(self.start).as_micros() as u64;
        self.sent[number as usize % REACH] = Sent { micros, size: size as u16, fate: Fate::Open };
        number as u16
    }

    /// The number of the next packet.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// Since when there are packets that no feedback came after.
    pub(super) fn waiting(&self) -> Option<Instant> {
        self.waiting
    }

    /// Joins feedback to what left: each packet once when it arrived, and once before when it seemed
    /// lost.
    pub(super) fn arrived(&mut self, arrivals: &Arrivals<'_>, mut each: impl FnMut(Report)) {
        let reference = arrivals.reference(self.reference);
        self.reference = Some(reference);
        self.waiting = None;
        for (number, arrival) in arrivals.iter(reference) {
            let Some(number) = self.next.checked_sub(1).and_then(|newest| extend(newest, number)) else { continue };
            if number >= self.next || number + (REACH as u64) < self.next {
                continue;
            }
            let sent = &mut self.sent[number as usize % REACH];
            let was_lost = sent.fate == Fate::Lost;
            if sent.fate == Fate::Arrived || was_lost && arrival.is_none() {
                continue;
            }
            sent.fate = if arrival.is_some() { Fate::Arrived } else { Fate::Lost };
            let departure = Duration::from_micros(sent.micros);
            each(Report { number, size: sent.size.into(), departure, arrival, was_lost });
        }
    }
}

/// Packets that are remembered: more than a second at the highest rate.
const REACH: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::feedback::twcc::{MAX_REPORT_LEN, Recorder};

    fn told(departures: &mut Departures, recorder: &mut Recorder) -> Vec<(u64, bool, bool)> {
        let mut out = [0; MAX_REPORT_LEN];
        let Some(len) = recorder.report(&mut out, 1, 2) else { return Vec::new() };
        let mut told = Vec::new();
        departures.arrived(&Arrivals::read(&out[..len]).unwrap(), |report| {
            told.push((report.number, report.arrival.is_some(), report.was_lost));
        });
        told
    }

    #[test]
    fn a_packet_is_told_once_and_again_when_it_was_only_late() {
        let now = Instant::now();
        let (mut departures, mut recorder) = (Departures::new(now), Recorder::new());
        let numbers: Vec<_> = (0..4).map(|_| departures.depart(now, 1_200)).collect();
        for number in [0, 1, 3] {
            recorder.record(numbers[number], Duration::from_millis(10 * number as u64));
        }
        let expected = [(0, true, false), (1, true, false), (2, false, false), (3, true, false)];
        assert_eq!(told(&mut departures, &mut recorder), expected);
        recorder.record(numbers[2], Duration::from_millis(40));
        assert_eq!(told(&mut departures, &mut recorder), [(2, true, true)]);
        recorder.record(numbers[2], Duration::from_millis(50));
        assert_eq!(told(&mut departures, &mut recorder), []);
    }

    #[test]
    fn what_never_left_or_is_forgotten_is_not_told() {
        let now = Instant::now();
        let (mut departures, mut recorder) = (Departures::new(now), Recorder::new());
        let first = departures.depart(now, 1_200);
        recorder.record(first, Duration::from_millis(1));
        recorder.record(first.wrapping_add(1), Duration::from_millis(2));
        assert_eq!(told(&mut departures, &mut recorder), [(0, true, false)]);
        for _ in 0..70_000 {
            departures.depart(now, 1_200);
        }
        recorder.record((departures.next() - 1 - REACH as u64) as u16, Duration::from_secs(2));
        assert_eq!(told(&mut departures, &mut recorder), []);
    }
}
