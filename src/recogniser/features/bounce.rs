//! Notices a hand that jumps or slides a little without changing its shape: a letter comes again.

use std::{collections::VecDeque, time::Duration};

use super::{Outline, distance};

/// Watches one hand.
#[derive(Clone, Debug, Default)]
pub struct Bounce {
    /// With the palm's centre and the size of the hand in the picture's unit.
    frames: VecDeque<(Duration, Outline, [f32; 2], f32)>,
    quiet_until: Duration,
}

impl Bounce {
    /// Takes the next outline; true once for each bounce, as soon as the hand is still again.
    pub fn push(&mut self, at: Duration, outline: &Outline) -> bool {
        let palm = PALM.map(|point| outline.0[point]);
        let centre = [0, 1].map(|axis| palm.iter().map(|point| point[axis]).sum::<f32>() / PALM.len() as f32);
        self.frames.push_back((at, outline.normalised(), centre, outline.size()));
        while self.frames.get(1).is_some_and(|(next, ..)| *next + SPAN <= at) {
            self.frames.pop_front();
        }
        let bounced = at >= self.quiet_until && self.is_bounce(at);
        if bounced {
            self.quiet_until = at + SPAN;
        }
        bounced
    }

    fn is_bounce(&self, at: Duration) -> bool {
        let Some((first, before, ..)) = self.frames.front() else { return false };
        if *first + SPAN > at {
            return false;
        }
        let late = self.frames.iter().filter(|(time, ..)| *time + STILL >= at);
        let early = self.frames.iter().filter(|(time, ..)| *time <= *first + STILL);
        let all = reach(self.frames.iter());
        let still = reach(late).max(reach(early)) < QUIET;
        let same = self.frames.back().is_some_and(|(_, after, ..)| {
            before.0.iter().zip(&after.0).map(|(a, b)| distance(*a, *b)).sum::<f32>() / 21.0 < ALIKE
        });
        still && all > LEAP && same
    }
}

/// How far apart the places are, in hand sizes; coming nearer by a share of the size counts like a way.
fn reach<'a>(frames: impl Iterator<Item = &'a (Duration, Outline, [f32; 2], f32)> + Clone) -> f32 {
    let Some((_, _, origin, size)) = frames.clone().next() else { return 0.0 };
    frames
        .map(|(_, _, centre, now)| (distance(*centre, *origin) / size).max((now / size).ln().abs()))
        .fold(0.0, f32::max)
}

const PALM: [usize; 5] = [0, 5, 9, 13, 17];
/// A bounce with the rest before and after it.
const SPAN: Duration = Duration::from_millis(550);
/// The rest on either side.
const STILL: Duration = Duration::from_millis(140);
/// A hand at rest moves by less, in hand sizes.
const QUIET: f32 = 0.05;
/// A bouncing hand moves by more. Training signers who shift while they hold a letter reach this twice
/// in six minutes.
const LEAP: f32 = 0.35;
/// Mean difference of the landmarks before and after, in hand sizes.
const ALIKE: f32 = 0.12;

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up hand at a place, a little bent or not.
    fn hand(x: f32, bent: bool) -> Outline {
        Outline(std::array::from_fn(|k| {
            let y = if bent && k % 4 == 0 { -10.0 } else { -(k as f32) * 3.0 };
            [x + (k as f32 * 1.7).sin() * 9.0, y]
        }))
    }

    fn count(place: impl Fn(f32) -> (f32, bool)) -> usize {
        let mut bounce = Bounce::default();
        let frames = (0..60).map(|frame| frame as f32 / 20.0);
        frames
            .filter(|&at| {
                let (x, bent) = place(at);
                bounce.push(Duration::from_secs_f32(at), &hand(x, bent))
            })
            .count()
    }

    #[test]
    fn a_slide_with_the_same_shape_counts_once() {
        assert_eq!(count(|at| (40.0 * ((at - 1.0) / 0.2).clamp(0.0, 1.0), false)), 1);
    }

    #[test]
    fn a_steady_drift_is_no_bounce() {
        assert_eq!(count(|at| (40.0 * at, false)), 0);
    }

    #[test]
    fn a_move_to_another_shape_is_no_bounce() {
        assert_eq!(count(|at| (40.0 * ((at - 1.0) / 0.2).clamp(0.0, 1.0), at > 1.1)), 0);
    }
}
