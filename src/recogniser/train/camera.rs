//! Looks at synthetic hands from where a webcam might be.

use super::random::Random;
use crate::{
    recogniser::features::Outline,
    signer::geometry::{Rotation, Vec3, vec3},
};

/// One viewpoint.
pub(super) struct View {
    turn: Rotation,
    /// From the camera to the hand's centre, in centimetres.
    distance: f32,
    /// How far off the camera's axis the centre is, in centimetres.
    off_axis: [f32; 2],
    /// Of the picture, in radians.
    tilt: f32,
    /// Wrongly known aspect.
    stretch: f32,
}

impl View {
    pub(super) fn draw(random: &mut Random) -> Self {
        let (yaw, pitch) = (random.uniform(-30.0, 30.0), random.uniform(-30.0, 30.0));
        Self {
            turn: Rotation::about_x(pitch) * Rotation::about_y(yaw),
            distance: random.uniform(26.0, 75.0),
            off_axis: [random.uniform(-9.0, 9.0), random.uniform(-7.0, 7.0)],
            tilt: random.uniform(-24.0, 24.0).to_radians(),
            stretch: random.uniform(0.88, 1.14),
        }
    }

    /// Joints around the origin, in centimetres (y up, z to the viewer), onto the picture.
    pub(super) fn project(&self, joints: &[Vec3; 21]) -> Outline {
        Outline(joints.map(|joint| {
            let seen = self.turn * joint + vec3(self.off_axis[0], self.off_axis[1], 0.0);
            // Nothing comes nearer than a hand's width.
            let depth = (self.distance - seen.z).max(9.0);
            [seen.x / depth, -seen.y / depth]
        }))
    }

    /// Turns the picture a little; done after the tracker erred, whose error knows up and down.
    pub(super) fn finish(&self, outline: &Outline) -> Outline {
        turned(outline, self.tilt, self.stretch)
    }
}

/// Rotated in the picture's plane by an angle in radians, then stretched along x.
pub(super) fn turned(outline: &Outline, angle: f32, stretch: f32) -> Outline {
    let (sin, cos) = angle.sin_cos();
    Outline(outline.0.map(|[x, y]| [(cos * x - sin * y) * stretch, sin * x + cos * y]))
}
