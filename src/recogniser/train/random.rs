//! Randomness of training, the same in every run with the same seed.

use rand::{Rng, SeedableRng, rngs::StdRng};

/// A seeded stream of random numbers.
pub(super) struct Random(StdRng);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Evenly between two bounds.
    pub(super) fn uniform(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.0.random::<f32>()
    }

    /// Gaussian around 0 (Box and Muller 1958).
    pub(super) fn normal(&mut self, deviation: f32) -> f32 {
        let radius = (-2.0 * (1.0 - self.0.random::<f32>()).max(1e-12).ln()).sqrt();
        deviation * radius * (std::f32::consts::TAU * self.0.random::<f32>()).cos()
    }

    /// Around 1, never negative; `deviation` is that of the logarithm.
    pub(super) fn factor(&mut self, deviation: f32) -> f32 {
        self.normal(deviation).exp()
    }

    pub(super) fn chance(&mut self, probability: f32) -> bool {
        self.0.random::<f32>() < probability
    }

    /// One of `0..count`, which must not be empty.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of some that are more or less common; none of none.
    pub(super) fn weighted<T>(
        &mut self,
        from: impl Iterator<Item = T> + Clone,
        weight: impl Fn(&T) -> f32,
    ) -> Option<T> {
        let mut left = self.uniform(0.0, from.clone().map(|item| weight(&item)).sum());
        let drawn = from.clone().find(|item| {
            left -= weight(item);
            left <= 0.0
        });
        drawn.or_else(|| from.clone().next())
    }

    /// Puts a random choice of `count` at the front, in random order.
    pub(super) fn draw_to_front<T>(&mut self, from: &mut [T], count: usize) {
        for place in 0..count.min(from.len()) {
            let other = place + self.below(from.len() - place);
            from.swap(place, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_stream_again() {
        let [mut a, mut b] = [Random::new(5), Random::new(5)];
        assert!((0..100).all(|_| a.normal(1.0) == b.normal(1.0)));
    }

    #[test]
    fn the_bell_curve_has_its_deviation() {
        let mut random = Random::new(1);
        let squares: f32 = (0..10_000).map(|_| random.normal(3.0).powi(2)).sum();
        assert!((squares / 10_000.0 - 9.0).abs() < 0.5);
    }
}
