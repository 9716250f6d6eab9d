//! How much arrives at the receiver, on the receiver's clock.

use std::collections::VecDeque;
use std::time::Duration;

/// What arrived in the last half second.
#[derive(Debug, Default)]
pub(super) struct Received {
    packets: VecDeque<(Duration, usize)>,
    bytes: usize,
}

impl Received {
    pub(super) fn add(&mut self, arrival: Duration, size: usize) {
        self.packets.push_back((arrival, size));
        self.bytes += size;
        let newest = self.packets.iter().rev().take(REORDERED).map(|(at, _)| *at).max().unwrap_or(arrival);
        while let Some(&(at, size)) = self.packets.front()
            && (at + WINDOW < newest || self.packets.len() > MOST_PACKETS)
        {
            self.packets.pop_front();
            self.bytes -= size;
        }
    }

    /// In bits per second; none while there is too little to say.
    pub(super) fn rate(&self) -> Option<f64> {
        let span = self.packets.back()?.0.checked_sub(self.packets.front()?.0)?;
        (self.packets.len() >= LEAST_PACKETS && span >= WINDOW / 2)
            .then(|| self.bytes as f64 * 8.0 / span.as_secs_f64())
    }

    /// Forgets all: there was a gap.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

const WINDOW: Duration = Duration::from_millis(500);
/// Packets that may come out of their order.
const REORDERED: usize = 8;
const LEAST_PACKETS: usize = 5;
/// Half a second at the highest rate.
const MOST_PACKETS: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_half_second() {
        let mut received = Received::default();
        assert_eq!(received.rate(), None);
        for at in 0..200 {
            // 400 kbit/s for a second, then twice as much.
            received.add(Duration::from_millis(10 * at), if at < 100 { 500 } else { 1_000 });
            if at == 99 {
                assert!((390_000.0..420_000.0).contains(&received.rate().unwrap()));
            }
        }
        assert!((780_000.0..840_000.0).contains(&received.rate().unwrap()));
        received.clear();
        assert_eq!(received.rate(), None);
    }
}
