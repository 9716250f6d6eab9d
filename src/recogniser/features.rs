//! What the spelling networks see of one hand: its outline, free of place, size, side.

mod bounce;
mod motion;

use super::{Hand, Side};

pub use bounce::Bounce;
pub use motion::{MOTION_FEATURES, Trail};

/// The 21 landmarks of a hand in the picture's plane: x right, y down, one unit for both.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline(pub [[f32; 2]; 21]);

impl Outline {
    /// The hand as it would look if it were the right one.
    pub fn of(hand: &Hand, side: Side) -> Self {
        let outline = Self(hand.points.map(|[x, y, _]| [x, y]));
        match side {
            Side::Left => outline.mirrored(),
            Side::Right => outline,
        }
    }

    /// As the other hand would look.
    pub fn mirrored(&self) -> Self {
        Self(self.0.map(|[x, y]| [-x, y]))
    }

    /// The unit of [`Self::normalised`]: the palm's length, or what stands in for it when the palm is
    /// seen from its end. Never 0.
    pub fn size(&self) -> f32 {
        let wrist = self.0[0];
        let palm = KNUCKLES.iter().map(|&knuckle| distance(wrist, self.0[knuckle])).fold(0.0, f32::max);
        let reach = self.0.iter().map(|p| (p[0] - wrist[0]).abs().max((p[1] - wrist[1]).abs())).fold(0.0, f32::max);
        palm.max(0.4 * reach).max(1e-6)
    }

    /// Around the wrist, in units of the hand's size.
    pub fn normalised(&self) -> Self {
        let [x0, y0] = self.0[0];
        let scale = 1.0 / self.size();
        Self(self.0.map(|[x, y]| [(x - x0) * scale, (y - y0) * scale]))
    }

    /// Coordinates, directions of the bones, angles at the joints, distances between tips.
    pub fn features(&self) -> [f32; SHAPE_FEATURES] {
        let points = self.normalised().0;
        let mut features = [0.0; SHAPE_FEATURES];
        let mut slots = features.iter_mut();
        let mut put = |value: f32| {
            if let Some(slot) = slots.next() {
                *slot = value;
            }
        };
        points[1..].iter().flatten().for_each(|&coordinate| put(coordinate));
        for [from, to] in BONES {
            let bone = difference(points[to], points[from]);
            let length = norm(bone).max(1e-6);
            bone.into_iter().for_each(|component| put(component / length));
        }
        angles(&points).into_iter().for_each(&mut put);
        for [a, b] in DISTANCES {
            put(distance(points[a], points[b]));
        }
        features
    }
}

/// Cosines at the joints; 1 is closed.
pub(super) fn angles(points: &[[f32; 2]; 21]) -> [f32; ANGLES.len()] {
    ANGLES.map(|[a, joint, b]| {
        let (u, v) = (difference(points[a], points[joint]), difference(points[b], points[joint]));
        (u[0] * v[0] + u[1] * v[1]) / (norm(u) * norm(v)).max(1e-6)
    })
}

pub(super) fn difference(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    [a[0] - b[0], a[1] - b[1]]
}

pub(super) fn norm(v: [f32; 2]) -> f32 {
    v[0].hypot(v[1])
}

pub(super) fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    norm(difference(a, b))
}

/// How many numbers [`Outline::features`] gives.
pub const SHAPE_FEATURES: usize = 40 + 2 * BONES.len() + ANGLES.len() + DISTANCES.len();

const KNUCKLES: [usize; 4] = [5, 9, 13, 17];

/// From the wrist outwards, finger by finger.
const BONES: [[usize; 2]; 20] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [0, 5],
    [5, 6],
    [6, 7],
    [7, 8],
    [0, 9],
    [9, 10],
    [10, 11],
    [11, 12],
    [0, 13],
    [13, 14],
    [14, 15],
    [15, 16],
    [0, 17],
    [17, 18],
    [18, 19],
    [19, 20],
];

/// The joint whose angle is taken stands in the middle.
const ANGLES: [[usize; 3]; 15] = [
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [0, 5, 6],
    [5, 6, 7],
    [6, 7, 8],
    [0, 9, 10],
    [9, 10, 11],
    [10, 11, 12],
    [0, 13, 14],
    [13, 14, 15],
    [14, 15, 16],
    [0, 17, 18],
    [17, 18, 19],
    [18, 19, 20],
];

/// Between all tips, then from the thumb's tip to knuckles and middle joints: fists differ there.
const DISTANCES: [[usize; 2]; 18] = [
    [4, 8],
    [4, 12],
    [4, 16],
    [4, 20],
    [8, 12],
    [8, 16],
    [8, 20],
    [12, 16],
    [12, 20],
    [16, 20],
    [4, 5],
    [4, 6],
    [4, 9],
    [4, 10],
    [4, 13],
    [4, 14],
    [4, 17],
    [4, 18],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up hand without symmetry.
    fn outline() -> Outline {
        Outline(std::array::from_fn(|k| [(k as f32 * 1.7).sin() * 9.0 + 40.0, -(k as f32) * 3.0 + 200.0]))
    }

    #[test]
    fn place_and_size_do_not_matter() {
        let moved = Outline(outline().0.map(|[x, y]| [x * 2.5 + 100.0, y * 2.5 - 30.0]));
        for (a, b) in outline().features().into_iter().zip(moved.features()) {
            assert!((a - b).abs() < 1e-4);
        }
    }

    #[test]
    fn a_left_hand_looks_like_the_right_hand_it_mirrors() {
        let hand = |points: [[f32; 2]; 21]| Hand {
            track: 0,
            points: points.map(|[x, y]| [x, y, 0.0]),
            world: [[0.0; 3]; 21],
            right: 1.0,
            presence: 1.0,
        };
        let right = Outline::of(&hand(outline().0), Side::Right);
        let left = Outline::of(&hand(outline().0.map(|[x, y]| [640.0 - x, y])), Side::Left);
        for (a, b) in right.features().into_iter().zip(left.features()) {
            assert!((a - b).abs() < 1e-4);
        }
    }

    #[test]
    fn a_hand_without_extent_gives_finite_features() {
        assert!(Outline([[5.0, 5.0]; 21]).features().into_iter().all(f32::is_finite));
    }
}
