//! What the motion network sees: the path of one hand over the last second.

use std::{collections::VecDeque, time::Duration};

use super::{Outline, difference, distance};

/// One hand's last outlines.
#[derive(Clone, Debug, Default)]
pub struct Trail(VecDeque<(Duration, Outline)>);

impl Trail {
    /// Adds the newest outline; starts anew where the hand leapt, and forgets what no window reaches any more.
    pub fn push(&mut self, at: Duration, outline: Outline) {
        let leapt = self
            .0
            .back()
            .is_some_and(|(_, last)| distance(last.0[9], outline.0[9]) > LEAP * outline.size().max(last.size()));
        if leapt {
            self.0.clear();
        }
        self.0.push_back((at, outline));
        while self.0.get(1).is_some_and(|(next, _)| *next + WINDOW <= at) {
            self.0.pop_front();
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The newest outline with its time.
    pub fn newest(&self) -> Option<&(Duration, Outline)> {
        self.0.back()
    }

    /// The path up to the newest outline, or none when it is too short to mean anything.
    pub fn features(&self) -> Option<[f32; MOTION_FEATURES]> {
        let (now, newest) = self.0.back()?;
        let (first, _) = self.0.front()?;
        if *now < *first + SHORTEST {
            return None;
        }
        let steps: [Outline; STEPS] = std::array::from_fn(|step| {
            let back = STEP * (STEPS - 1 - step) as u32;
            self.at(now.saturating_sub(back))
        });
        let mut sizes = steps.each_ref().map(Outline::size);
        sizes.sort_by(f32::total_cmp);
        let scale = 1.0 / sizes[STEPS / 2];
        let origin = newest.0[0];
        let mut features = [0.0; MOTION_FEATURES];
        for (step, slots) in steps.iter().zip(features.chunks_exact_mut(PER_STEP)) {
            let points = &step.0;
            let wrist = difference(points[0], origin);
            let own = 1.0 / step.size();
            let mut values = wrist.into_iter().map(|value| value * scale).collect::<Vec<_>>();
            for point in FOLLOWED {
                values.extend(difference(points[point], points[0]).map(|value| value * scale));
            }
            values.extend(TIPS.map(|tip| distance(points[tip], points[0]) * own));
            for (slot, value) in slots.iter_mut().zip(values) {
                *slot = value.clamp(-MOST, MOST);
            }
        }
        Some(features)
    }

    /// Speed of the handshape, places and turns of the whole hand set aside: mean way of a landmark in
    /// hand sizes a second over about the last tenth of a second.
    pub fn pace(&self) -> f32 {
        let Some((now, newest)) = self.0.back() else { return 0.0 };
        let then = self.0.iter().rev().skip(1).find(|(at, _)| *at + PACE_SPAN <= *now);
        let Some((at, earlier)) = then.or_else(|| self.0.front()).filter(|(at, _)| at < now) else { return 0.0 };
        let (a, b) = (newest.normalised(), earlier.normalised());
        let way: f32 = a.0.iter().zip(&b.0).map(|(a, b)| distance(*a, *b)).sum();
        way / 21.0 / (*now - *at).as_secs_f32()
    }

    /// Between the two outlines around a time.
    fn at(&self, time: Duration) -> Outline {
        let after = self.0.partition_point(|(at, _)| *at < time).min(self.0.len() - 1);
        let (late, to) = &self.0[after];
        let (early, from) = &self.0[after.saturating_sub(1)];
        let span = late.saturating_sub(*early).as_secs_f32();
        if span <= 0.0 || time <= *early {
            return from.clone();
        }
        let share = (time.saturating_sub(*early).as_secs_f32() / span).min(1.0);
        Outline(std::array::from_fn(|k| {
            let ([x0, y0], [x1, y1]) = (from.0[k], to.0[k]);
            [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share]
        }))
    }
}

/// How many numbers [`Trail::features`] gives.
pub const MOTION_FEATURES: usize = STEPS * PER_STEP;

const STEPS: usize = 11;
const STEP: Duration = Duration::from_millis(100);
/// Long enough for a Z drawn without haste.
const WINDOW: Duration = Duration::from_millis(100 * (STEPS as u64 - 1));
/// No letter is drawn in less.
const SHORTEST: Duration = Duration::from_millis(400);
const PACE_SPAN: Duration = Duration::from_millis(90);
/// Knuckles and tips of index and little finger, which draw the Z and the J.
const FOLLOWED: [usize; 4] = [5, 8, 17, 20];
const TIPS: [usize; 5] = [4, 8, 12, 16, 20];
const PER_STEP: usize = 2 + 2 * FOLLOWED.len() + TIPS.len();
/// From one frame to the next no hand moves by so many hand sizes: the picture was cut, or the tracker
/// found another hand.
const LEAP: f32 = 1.2;
/// No feature counts for more.
const MOST: f32 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up hand at a place.
    fn hand(x: f32) -> Outline {
        Outline(std::array::from_fn(|k| [x + (k as f32 * 1.7).sin() * 9.0, -(k as f32) * 3.0]))
    }

    fn trail(per_second: u32) -> Trail {
        let mut trail = Trail::default();
        for frame in 0..2 * per_second {
            let at = Duration::from_secs_f32(frame as f32 / per_second as f32);
            trail.push(at, hand(at.as_secs_f32() * 40.0));
        }
        trail
    }

    #[test]
    fn the_frame_rate_hardly_matters() {
        let (slow, fast) = (trail(10).features().unwrap(), trail(30).features().unwrap());
        assert!(slow.iter().zip(fast).all(|(a, b)| (a - b).abs() < 0.1));
    }

    #[test]
    fn a_path_that_is_too_short_gives_nothing() {
        let mut trail = Trail::default();
        assert!(trail.features().is_none());
        trail.push(Duration::ZERO, hand(0.0));
        trail.push(Duration::from_millis(200), hand(0.0));
        assert!(trail.features().is_none());
    }

    #[test]
    fn a_hand_that_only_moves_keeps_its_shape() {
        assert!(trail(15).pace() < 1e-3);
    }

    #[test]
    fn no_more_than_a_window_is_kept() {
        assert!(trail(30).0.len() <= 33);
    }
}
