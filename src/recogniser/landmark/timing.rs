//! Where the time of tracking goes.

use std::time::{Duration, Instant};

/// Time that hands took by stage, since a tracker was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// Pictures looked at.
    pub pictures: u32,
    /// Cutting the networks' inputs out of pictures.
    pub crop: Stage,
    /// The landmark network.
    pub hand: Stage,
    /// The palm detector.
    pub palm: Stage,
}

/// Time that a body took by stage, since a tracker was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct BodyTiming {
    /// Pictures looked at.
    pub pictures: u32,
    /// Cutting the networks' inputs out of pictures.
    pub crop: Stage,
    /// The landmark network.
    pub body: Stage,
    /// The person detector.
    pub person: Stage,
}

/// A stage that ran several times.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage {
    pub runs: u32,
    pub total: Duration,
    /// The shortest run: on a shared machine the figure to compare.
    pub least: Option<Duration>,
}

impl Stage {
    pub(super) fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        self.runs += 1;
        self.total += took;
        self.least = Some(self.least.map_or(took, |least| least.min(took)));
        result
    }
}
