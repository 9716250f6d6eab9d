//! What the network sees at each step: both hands, how they move, where they are on the body.

use super::{Sighting, Torso};
use crate::recogniser::features::{Outline, angles, difference, distance};

/// Makes features of one sighting after another; remembers what makes them free of size.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// A hand's size when it is seen from its side is less: the largest of late counts.
    size: Option<f32>,
    body: Option<Torso>,
    /// How many steps ago the body was seen.
    unseen: u32,
    wrists: [Option<[f32; 2]>; 2],
}

impl View {
    /// Takes the next step's sighting; all numbers are finite.
    pub fn push(&mut self, sighting: &Sighting) -> [f32; FEATURES] {
        self.resize(sighting);
        self.settle(sighting.body.as_ref());
        let size = self.size.unwrap_or(1.0);
        let mut features = [0.0; FEATURES];
        for (side, hand) in sighting.hands.iter().enumerate() {
            let slots = &mut features[side * HAND..(side + 1) * HAND];
            match hand {
                Some(outline) => self.hand(side, outline, size, slots),
                None => self.wrists[side] = None,
            }
        }
        let rest = &mut features[2 * HAND..];
        if let [Some(left), Some(right)] = self.wrists {
            rest[0] = 1.0;
            rest[1..3].copy_from_slice(&bounded(difference(right, left), size, 8.0));
        }
        if let Some(body) = &self.body {
            rest[3] = 1.0;
            rest[4..6].copy_from_slice(&bounded(difference(body.nose, body.middle()), body.width(), 3.0));
            rest[6] = (body.width() / size / 3.0).min(4.0);
        }
        features
    }

    fn hand(&mut self, side: usize, outline: &Outline, size: f32, slots: &mut [f32]) {
        let wrist = outline.0[0];
        let middle = outline.0[9];
        slots[0] = 1.0;
        slots[1..3].copy_from_slice(&bounded(middle, 3.0 * size, 3.0));
        if let Some(before) = self.wrists[side] {
            slots[3] = 1.0;
            slots[4..6].copy_from_slice(&bounded(difference(wrist, before), 0.3 * size, 5.0));
        }
        self.wrists[side] = Some(wrist);
        slots[6] = (outline.size() / size).min(2.0);
        if let Some(body) = &self.body {
            let scale = 0.5 * body.width();
            slots[7..9].copy_from_slice(&bounded(difference(wrist, body.middle()), scale, 5.0));
            slots[9..11].copy_from_slice(&bounded(difference(middle, body.nose), scale, 5.0));
        }
        let points = outline.normalised().0;
        for (slot, value) in slots[11..51].iter_mut().zip(points[1..].iter().flatten()) {
            *slot = value.clamp(-4.0, 4.0);
        }
        slots[51..51 + ANGLES].copy_from_slice(&angles(&points));
        for (slot, [a, b]) in slots[51 + ANGLES..].iter_mut().zip(TIPS) {
            *slot = distance(points[a], points[b]).min(4.0);
        }
    }

    fn resize(&mut self, sighting: &Sighting) {
        let seen = sighting.hands.iter().flatten().map(Outline::size).fold(0.0, f32::max);
        if seen > 0.0 {
            let before = self.size.unwrap_or(seen);
            self.size = Some(before + (seen - before) * if seen > before { GROWS } else { SHRINKS });
        }
    }

    fn settle(&mut self, seen: Option<&Torso>) {
        self.unseen = if seen.is_some() { 0 } else { self.unseen.saturating_add(1) };
        if self.unseen > FORGET {
            self.body = None;
        }
        let Some(seen) = seen else { return };
        let mix = |[x, y]: [f32; 2], [u, v]: [f32; 2]| [x + (u - x) * FOLLOWS, y + (v - y) * FOLLOWS];
        self.body = Some(self.body.map_or(*seen, |body| Torso {
            nose: mix(body.nose, seen.nose),
            shoulders: [0, 1].map(|side| mix(body.shoulders[side], seen.shoulders[side])),
        }));
    }
}

/// In some unit, each at most `most`.
fn bounded([x, y]: [f32; 2], unit: f32, most: f32) -> [f32; 2] {
    [x, y].map(|value| (value / unit.max(1e-4)).clamp(-most, most))
}

/// How many numbers [`View::push`] gives.
pub const FEATURES: usize = 2 * HAND + 7;
/// Seen; place in the picture; moved with how far; turned to the viewer by how much; place by shoulders,
/// by nose; twenty points; angles; distances.
pub(in crate::recogniser) const HAND: usize = 11 + 40 + ANGLES + TIPS.len();
const ANGLES: usize = 15;
/// From the thumb to the other tips, between neighbours.
const TIPS: [[usize; 2]; 7] = [[4, 8], [4, 12], [4, 16], [4, 20], [8, 12], [12, 16], [16, 20]];
/// Of the difference, in each step.
const GROWS: f32 = 0.3;
const SHRINKS: f32 = 0.02;
const FOLLOWS: f32 = 0.25;
/// Steps after which nothing is known of a body.
const FORGET: u32 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn hand(x: f32, y: f32, size: f32) -> Outline {
        Outline(std::array::from_fn(|k| [x + size * (k as f32 * 1.7).sin() * 0.3, y - size * k as f32 * 0.05]))
    }

    fn body(x: f32, y: f32, size: f32) -> Torso {
        Torso { nose: [x, y - size], shoulders: [[x + size, y], [x - size, y]] }
    }

    #[test]
    fn nearness_to_the_camera_does_not_matter() {
        let [mut far, mut near] = [View::default(), View::default()];
        for step in 0..20 {
            let x = 0.01 * step as f32;
            let of = |scale: f32| Sighting {
                hands: [None, Some(hand(x * scale, 0.1 * scale, 0.1 * scale))],
                body: Some(body(0.0, 0.0, 0.15 * scale)),
            };
            for (a, b) in far.push(&of(1.0)).into_iter().zip(near.push(&of(1.8))) {
                assert!((a - b).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn hands_without_extent_give_finite_features() {
        let point = Outline([[0.3, 0.3]; 21]);
        let body = Torso { nose: [0.0; 2], shoulders: [[0.0; 2]; 2] };
        let mut view = View::default();
        for hands in [[None, None], [Some(point.clone()), None], [Some(point.clone()), Some(point)]] {
            let features = view.push(&Sighting { hands, body: Some(body) });
            assert!(features.into_iter().all(f32::is_finite));
        }
    }

    #[test]
    fn a_body_that_is_lost_for_a_moment_is_remembered() {
        let mut view = View::default();
        let seen = Sighting { hands: [None, None], body: Some(body(0.0, 0.0, 0.2)) };
        assert_eq!(view.push(&seen)[2 * HAND + 3], 1.0);
        assert_eq!(view.push(&Sighting::default())[2 * HAND + 3], 1.0);
        (0..FORGET).for_each(|_| {
            view.push(&Sighting::default());
        });
        assert_eq!(view.push(&Sighting::default())[2 * HAND + 3], 0.0);
    }
}
