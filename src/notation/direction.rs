//! Directions as a signer says them: `up`, `forward-down`.

use super::{
    error::Problem,
    vocabulary::{Axis, Word},
};
use crate::signer::geometry::{Vec3, vec3};

/// A way to point, of one word or of two or three joined by hyphens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direction(Vec3);

impl Direction {
    pub const UP: Self = Self(Vec3::Y);

    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut sum = Vec3::ZERO;
        let mut parts = 0;
        for part in text.split('-') {
            sum += vector(Axis::read(part)?);
            parts += 1;
        }
        // Opposites cancel each other and repetitions add up: neither is a direction.
        if sum.dot(sum) != parts as f32 {
            return Err(Problem::expected("different directions that are not opposites, such as forward-down", text));
        }
        Ok(Self(sum.normalised()))
    }

    /// Of length 1, for a strong hand that is the right one: x to the signer's left, y up, z away
    /// from the signer.
    pub fn vector(self) -> Vec3 {
        self.0
    }

    /// The same or opposite.
    pub fn is_along(self, other: Self) -> bool {
        self.0.cross(other.0).length() < 0.1
    }
}

fn vector(axis: Axis) -> Vec3 {
    match axis {
        Axis::Across => vec3(1.0, 0.0, 0.0),
        Axis::Aside => vec3(-1.0, 0.0, 0.0),
        Axis::Back => vec3(0.0, 0.0, -1.0),
        Axis::Down => vec3(0.0, -1.0, 0.0),
        Axis::Forward => vec3(0.0, 0.0, 1.0),
        Axis::Up => vec3(0.0, 1.0, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_directions_point_between_them() {
        let between = Direction::parse("forward-down").unwrap().vector();
        assert!((between - vec3(0.0, -1.0, 1.0).normalised()).length() < 1e-6);
    }

    #[test]
    fn contradictions_are_no_direction() {
        for wrong in ["up-down", "up-up", "across-up-aside", "up-down-up", "", "up-", "upp"] {
            assert!(Direction::parse(wrong).is_err(), "{wrong}");
        }
    }
}
