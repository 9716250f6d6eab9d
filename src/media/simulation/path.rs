//! A network's way to one viewer: a queue before a bottleneck, then delay, jitter, loss.

use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;

use super::Network;

/// The way there, which has a bottleneck, and the way back, which has none.
pub(super) struct Path {
    network: Network,
    rng: StdRng,
    /// When the last packet in the queue is through.
    free: Duration,
    newest: Duration,
}

impl Path {
    pub(super) fn new(network: Network, rng: StdRng) -> Self {
        Self { network, rng, free: Duration::ZERO, newest: Duration::ZERO }
    }

    /// When a packet that leaves now arrives; none when it does not.
    pub(super) fn there(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        let begins = self.free.max(now);
        if self.network.is_dark(now) || begins - now > self.network.queue {
            return None;
        }
        self.free = begins + Duration::from_secs_f64(bytes as f64 * 8.0 / self.network.rate_at(now));
        if self.rng.random::<f64>() < self.network.loss {
            return None;
        }
        let jitter = self.network.jitter.mul_f64(self.rng.random());
        // Packets do not overtake each other.
        self.newest = self.newest.max(self.free + self.network.delay + jitter);
        Some(self.newest)
    }

    /// When what the viewer sends now comes back; none when it does not.
    pub(super) fn back(&mut self, now: Duration) -> Option<Duration> {
        let is_lost = self.network.is_dark(now) || self.rng.random::<f64>() < self.network.loss;
        (!is_lost).then(|| now + self.network.delay)
    }

    /// When the viewer notices that what leaves now is missing.
    pub(super) fn noticed(&self, now: Duration) -> Duration {
        self.free.max(now) + self.network.delay + NOTICE
    }
}

/// Until the next packets have come, and the browser asks for what is missing.
const NOTICE: Duration = Duration::from_millis(30);
