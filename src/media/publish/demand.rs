//! Which layers of a track its sender is to send: at once what is wanted, for a while what was.

use std::time::{Duration, Instant};

use super::choice::LayerSet;

/// The layers of one track that are on.
#[derive(Debug)]
pub(in crate::media) struct Demand {
    /// When each layer goes off, unless it is wanted meanwhile.
    until: Vec<Instant>,
    on: LayerSet,
}

impl Demand {
    /// A sender begins with all layers on.
    pub(super) fn new(now: Instant, layers: usize) -> Self {
        let mut on = LayerSet::default();
        (0..layers).for_each(|layer| on.insert(layer));
        Self { until: vec![now + LINGER; layers], on }
    }

    /// Takes note of what somebody wants now; true when other layers are on than before. One always
    /// is: when nobody wants any, the lowest, so that the next viewer need not wait for a camera.
    pub(in crate::media) fn update(&mut self, now: Instant, mut wanted: LayerSet) -> bool {
        if wanted.is_empty() {
            wanted.insert(0);
        }
        let mut on = LayerSet::default();
        for (layer, until) in self.until.iter_mut().enumerate() {
            if wanted.contains(layer) {
                *until = now + LINGER;
            }
            if now < *until {
                on.insert(layer);
            }
        }
        std::mem::replace(&mut self.on, on) != on
    }

    pub(in crate::media) fn on(&self) -> LayerSet {
        self.on
    }
}

/// Who drags a window, or looks from one person to another and back, is not to cost a key frame each
/// time.
const LINGER: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use super::*;

    fn set(layers: &[usize]) -> LayerSet {
        let mut set = LayerSet::default();
        layers.iter().for_each(|layer| set.insert(*layer));
        set
    }

    #[test]
    fn a_layer_goes_on_at_once_and_off_after_three_seconds() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut demand = Demand::new(start, 3);
        assert_eq!(demand.on(), set(&[0, 1, 2]));
        assert!(!demand.update(at(100), set(&[2])));
        assert!(!demand.update(at(2_900), set(&[2])));
        assert!(demand.update(at(3_000), set(&[2])));
        assert_eq!(demand.on(), set(&[2]));
        assert!(demand.update(at(3_100), set(&[0])));
        assert_eq!(demand.on(), set(&[0, 2]));
        assert!(!demand.update(at(5_900), set(&[0])));
        assert!(demand.update(at(6_000), set(&[0])));
        assert_eq!(demand.on(), set(&[0]));
    }

    #[test]
    fn who_comes_back_in_time_finds_the_layer_still_on() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut demand = Demand::new(start, 3);
        demand.update(at(5_000), set(&[2]));
        assert!(demand.update(at(6_000), set(&[1])));
        assert!(!demand.update(at(7_900), set(&[2])));
        assert!(demand.update(at(9_000), set(&[2])), "the other one goes");
        assert!(!demand.update(at(10_800), set(&[2])));
        assert_eq!(demand.on(), set(&[2]));
    }

    #[test]
    fn when_nobody_looks_the_lowest_goes_on() {
        let start = Instant::now();
        let mut demand = Demand::new(start, 3);
        assert!(demand.update(start + LINGER, set(&[])));
        assert_eq!(demand.on(), set(&[0]));
        assert!(!demand.update(start + 10 * LINGER, set(&[])));
        assert_eq!(demand.on(), set(&[0]));
    }
}
