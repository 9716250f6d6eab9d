//! Tells a signer's left hand from the right one, frame by frame.

use std::time::Duration;

use crate::recogniser::{Hand, Side, features::Outline};

/// Which side each tracked hand was on of late.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots(Vec<Known>);

#[derive(Clone, Copy, Debug)]
struct Known {
    track: u32,
    seen: Duration,
    /// Smoothed: single frames are wrong now and then.
    right: f32,
}

impl Slots {
    /// The left with the right hand of a frame, in pixels; `size` is the picture's.
    pub(super) fn place(&mut self, at: Duration, size: (usize, usize), hands: &[Hand]) -> [Option<Outline>; 2] {
        self.0.retain(|known| known.seen + FORGET >= at);
        let mut rights: Vec<(f32, &Hand)> = hands.iter().map(|hand| (self.right(at, hand), hand)).collect();
        // The two that are most clearly one side or the other: a signer has no more.
        rights.sort_by(|a, b| a.0.total_cmp(&b.0));
        let outline = |hand: &Hand| widths(hand, size);
        match rights.as_slice() {
            [] => [None, None],
            [(right, hand)] => match side(*right) {
                Side::Left => [Some(outline(hand)), None],
                Side::Right => [None, Some(outline(hand))],
            },
            [(_, left), .., (_, right)] => [Some(outline(left)), Some(outline(right))],
        }
    }

    fn right(&mut self, at: Duration, hand: &Hand) -> f32 {
        match self.0.iter_mut().find(|known| known.track == hand.track) {
            Some(known) => {
                let passed = at.saturating_sub(known.seen).as_secs_f32();
                known.right += (hand.right - known.right) * (1.0 - (-passed / MEMORY).exp());
                known.seen = at;
                known.right
            }
            None => {
                self.0.push(Known { track: hand.track, seen: at, right: hand.right });
                hand.right
            }
        }
    }
}

fn side(right: f32) -> Side {
    if right >= 0.5 { Side::Right } else { Side::Left }
}

/// Around the middle of the picture, in its widths.
fn widths(hand: &Hand, (width, height): (usize, usize)) -> Outline {
    let (width, height) = (width.max(1) as f32, height as f32);
    Outline(hand.points.map(|[x, y, _]| [x / width - 0.5, (y - height / 2.0) / width]))
}

/// A hand is forgotten after so long.
const FORGET: Duration = Duration::from_millis(1500);
/// Seconds over which the side is smoothed.
const MEMORY: f32 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;

    fn hand(track: u32, x: f32, right: f32) -> Hand {
        Hand { track, points: [[x, 100.0, 0.0]; 21], world: [[0.0; 3]; 21], right, presence: 1.0 }
    }

    fn sides(slots: &mut Slots, frame: u32, hands: &[Hand]) -> [Option<f32>; 2] {
        slots
            .place(Duration::from_millis(66) * frame, (640, 480), hands)
            .map(|hand| hand.map(|outline| (outline.0[0][0] + 0.5) * 640.0))
    }

    #[test]
    fn one_frame_with_the_wrong_side_is_overheard() {
        let mut slots = Slots::default();
        for frame in 0..20 {
            let right = if frame == 10 { 0.2 } else { 0.95 };
            let [left, right] = sides(&mut slots, frame, &[hand(1, 100.0, right)]);
            assert!(left.is_none() && right.is_some());
        }
    }

    #[test]
    fn two_hands_of_one_side_are_both_kept() {
        let placed = sides(&mut Slots::default(), 0, &[hand(1, 100.0, 0.9), hand(2, 300.0, 0.7)]);
        assert!(placed.iter().all(Option::is_some) && placed[0] > placed[1]);
    }
}
