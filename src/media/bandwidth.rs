//! How much one receiver's network takes, learnt from its transport-wide feedback.
//!
//! Each packet that leaves is noted with its number ([`Departures`]). Feedback tells which arrived, and
//! when: from that comes an estimate, which falls when delays grow or packets are lost, and grows as long
//! as neither happens. [`allocate`] shares it out among pictures. When somebody could see more if only
//! the estimate were higher, a short burst of padding shows whether that is so. Time is an argument
//! everywhere: a whole call over a bad network runs in a moment (see `simulation`).

mod allocate;
mod departures;
mod estimate;
mod loss;
mod probe;
mod queue;
mod received;
mod repair;
mod trend;

use std::time::{Duration, Instant};

pub(super) use allocate::{Claim, MAX_CLAIMS, guess};
pub(super) use departures::Departures;
use estimate::Estimate;
use probe::Probe;
use repair::Repairs;

use super::exit::PACKET_OVERHEAD;
use super::feedback::arrivals::Arrivals;
use super::slot::PADDING;

/// What is known of one receiver's network.
pub(super) struct Bandwidth {
    pub(super) departures: Departures,
    estimate: Estimate,
    probe: Probe,
    repairs: Repairs,
    /// Bytes of padding that are due and do not make a packet yet.
    padding: usize,
    began: Instant,
    is_heard: bool,
    /// What is sent, and what would be if it got through, in bits per second.
    sent: f64,
    wanted: Option<f64>,
}

impl Bandwidth {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            departures: Departures::new(now),
            estimate: Estimate::new(now),
            probe: Probe::new(now),
            repairs: Repairs::new(now),
            padding: 0,
            began: now,
            is_heard: false,
            sent: 0.0,
            wanted: None,
        }
    }

    /// Takes feedback in.
    pub(super) fn heard(&mut self, now: Instant, arrivals: &Arrivals<'_>) {
        let Self { departures, estimate, probe, .. } = self;
        let waited = departures.waiting().map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        if waited > OUTAGE {
            probe.begin_anew(now);
        }
        self.is_heard = true;
        let fell = estimate.fell();
        estimate.begin(now);
        departures.arrived(arrivals, |report| {
            estimate.report(&report);
            probe.report(&report);
        });
        estimate.settle(now);
        if estimate.fell() != fell && estimate.fell().is_some() {
            probe.postpone(now);
        }
        if let Some(rate) = probe.outcome(now) {
            estimate.proved(rate);
        }
    }

    /// Shares out what is left beside sound, which takes `audio` bits a second. False, and no claim is
    /// changed, when nothing is known of this network.
    pub(super) fn share(&mut self, now: Instant, audio: f64, claims: &mut [Claim]) -> bool {
        self.estimate.tick(now, self.departures.waiting());
        if !self.is_heard && now.saturating_duration_since(self.began) > PATIENCE {
            return false;
        }
        let may_rise = self.estimate.fell().is_none_or(|fell| now.saturating_duration_since(fell) >= CALM);
        let lacking = allocate::allocate(self.estimate.rate() - audio, may_rise, claims);
        self.wanted = lacking.map(|lacking| lacking + audio);
        let layer = |claim: &Claim| claim.given.checked_sub(1).map_or(0.0, |layer| claim.rates[layer]);
        self.sent = audio + claims.iter().map(layer).sum::<f64>();
        true
    }

    /// Packets of padding that are to be sent now.
    pub(super) fn padding(&mut self, now: Instant) -> usize {
        let is_silent = self.departures.waiting().is_some_and(|since| now.saturating_duration_since(since) > OUTAGE);
        if !self.is_heard || is_silent {
            return 0;
        }
        self.padding += self.probe.padding(now, self.wanted, self.estimate.rate(), self.sent, self.departures.next());
        let packets = self.padding / PADDING_PACKET;
        self.padding %= PADDING_PACKET;
        packets
    }

    /// Whether a packet of so many bytes may be sent again.
    pub(super) fn may_repair(&mut self, now: Instant, bytes: usize) -> bool {
        self.repairs.take(now, self.estimate.rate(), bytes)
    }

    /// Somebody could see more if only more got through.
    pub(super) fn is_scarce(&self) -> bool {
        self.wanted.is_some()
    }

    /// In bits per second.
    pub(super) fn estimate(&self) -> f64 {
        self.estimate.rate()
    }
}

/// Bytes of a packet of padding alone on the network.
const PADDING_PACKET: usize = PADDING as usize + PACKET_OVERHEAD;
/// A receiver that sends no feedback for so long, at the beginning, never will.
const PATIENCE: Duration = Duration::from_secs(2);
/// Without feedback for so long, nothing gets through.
const OUTAGE: Duration = Duration::from_secs(1);
/// Nobody rises for so long after the estimate fell.
const CALM: Duration = Duration::from_millis(2_500);
