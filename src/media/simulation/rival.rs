//! A download over the same bottleneck: it fills the queue until something is lost, then halves
//! (RFC 5681, without slow start).

use std::collections::VecDeque;
use std::time::Duration;

use super::path::Path;

/// One TCP connection that always has something to send.
pub(super) struct Rival {
    /// In packets.
    window: f64,
    /// When each packet on its way is answered for, and whether it got through.
    flying: VecDeque<(Duration, bool)>,
    halved: Duration,
}

impl Rival {
    pub(super) fn new() -> Self {
        Self { window: 4.0, flying: VecDeque::new(), halved: Duration::ZERO }
    }

    pub(super) fn tick(&mut self, now: Duration, path: &mut Path) {
        while self.flying.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, got_through)) = self.flying.pop_front() else { break };
            if got_through {
                self.window += 1.0 / self.window;
            } else if now > self.halved + ROUND_TRIP {
                self.window = (self.window / 2.0).max(2.0);
                self.halved = now;
            }
        }
        while (self.flying.len() as f64) < self.window.floor() {
            let arrival = path.there(now, PACKET);
            let answered = arrival.map_or_else(|| path.noticed(now), |arrival| arrival + ROUND_TRIP / 2);
            self.flying.push_back((answered, arrival.is_some()));
        }
    }
}

const PACKET: usize = 1_500;
const ROUND_TRIP: Duration = Duration::from_millis(80);
