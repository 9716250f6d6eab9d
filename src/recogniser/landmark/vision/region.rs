//! Square parts of a picture, at any angle.

/// A square in pixels of the picture; its sides are turned clockwise by `angle`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::recogniser::landmark) struct Region {
    pub(in crate::recogniser::landmark) centre: [f32; 2],
    pub(in crate::recogniser::landmark) side: f32,
    /// Radians, from -π to π.
    pub(in crate::recogniser::landmark) angle: f32,
}

impl Region {
    /// The smallest upright square around a whole picture.
    pub(in crate::recogniser::landmark) fn around(width: usize, height: usize) -> Self {
        Self { centre: [width as f32 / 2.0, height as f32 / 2.0], side: width.max(height) as f32, angle: 0.0 }
    }

    /// A box turned by `angle`, moved by `shift` of its height along its own axis, made square by
    /// its longer side and scaled.
    pub(super) fn from_box(centre: [f32; 2], [width, height]: [f32; 2], angle: f32, shift: f32, scale: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let shift = height * shift;
        Self { centre: [centre[0] - shift * sin, centre[1] + shift * cos], side: width.max(height) * scale, angle }
    }

    /// A point of the square, whose corners are (0, 0) and (1, 1), in the picture.
    pub(super) fn place(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [x, y] = turn([x - 0.5, y - 0.5], self.angle);
        [self.centre[0] + x * self.side, self.centre[1] + y * self.side]
    }

    /// How much two regions share, from 0 to 1, as if both were upright.
    pub(in crate::recogniser::landmark) fn overlap(&self, other: &Self) -> f32 {
        let shared = |axis: usize| {
            let end = (self.centre[axis] + self.side / 2.0).min(other.centre[axis] + other.side / 2.0);
            let start = (self.centre[axis] - self.side / 2.0).max(other.centre[axis] - other.side / 2.0);
            (end - start).max(0.0)
        };
        let shared = shared(0) * shared(1);
        shared / (self.side * self.side + other.side * other.side - shared)
    }

    /// The numbers are usable: networks fed with noise may put a hand anywhere.
    pub(in crate::recogniser::landmark) fn is_sound(&self, width: usize, height: usize) -> bool {
        let limit = 8.0 * width.max(height) as f32;
        let numbers = [self.centre[0], self.centre[1], self.side, self.angle];
        numbers.iter().all(|number| number.is_finite() && number.abs() < limit) && self.side >= 1.0
    }
}

/// A vector turned clockwise (y points down).
pub(super) fn turn([x, y]: [f32; 2], angle: f32) -> [f32; 2] {
    let (sin, cos) = angle.sin_cos();
    [cos * x - sin * y, sin * x + cos * y]
}

/// The angle of a hand that points from `from` to `to`; upright is 0.
pub(super) fn pointing(from: [f32; 2], to: [f32; 2]) -> f32 {
    let angle = std::f32::consts::FRAC_PI_2 - (from[1] - to[1]).atan2(to[0] - from[0]);
    angle - std::f32::consts::TAU * ((angle + std::f32::consts::PI) / std::f32::consts::TAU).floor()
}

#[cfg(test)]
mod tests {
    use std::f32::consts::{FRAC_PI_2, PI};

    use super::*;

    #[test]
    fn a_hand_that_points_up_is_not_turned() {
        assert_eq!(pointing([10.0, 10.0], [10.0, 0.0]), 0.0);
        assert!((pointing([10.0, 10.0], [20.0, 10.0]) - FRAC_PI_2).abs() < 1e-6);
        assert!((pointing([10.0, 10.0], [0.0, 10.0]) + FRAC_PI_2).abs() < 1e-6);
        assert!((pointing([10.0, 10.0], [10.0, 20.0]).abs() - PI).abs() < 1e-6);
    }

    #[test]
    fn a_box_moves_along_its_own_axis_before_it_grows() {
        let region = Region::from_box([100.0, 100.0], [20.0, 40.0], FRAC_PI_2, -0.5, 2.0);
        assert!((region.centre[0] - 120.0).abs() < 1e-4 && (region.centre[1] - 100.0).abs() < 1e-4);
        assert_eq!(region.side, 80.0);
    }

    #[test]
    fn regions_overlap_from_nothing_to_all() {
        let at = |x| Region { centre: [x, 0.0], side: 2.0, angle: 0.3 };
        assert_eq!(at(0.0).overlap(&at(0.0)), 1.0);
        assert!((at(0.0).overlap(&at(1.0)) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(at(0.0).overlap(&at(2.0)), 0.0);
    }

    #[test]
    fn corners_are_placed_clockwise() {
        let region = Region { centre: [10.0, 10.0], side: 4.0, angle: FRAC_PI_2 };
        let [x, y] = region.place([0.0, 0.0]);
        assert!((x - 12.0).abs() < 1e-5 && (y - 8.0).abs() < 1e-5);
    }
}
