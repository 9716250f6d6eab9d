//! How a lamp in a room lights a matt surface.

use super::geometry::{Rotation, Vec3, vec3};

/// A lamp, the light around the camera, and the light of the room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    /// Towards the lamp, of length 1.
    lamp: Vec3,
    /// Towards the ceiling, of length 1.
    up: Vec3,
}

impl Light {
    /// `lamp` is the direction to it in the camera's frame.
    pub(super) fn new(lamp: Vec3) -> Self {
        Self { lamp: lamp.normalised(), up: Vec3::Y }
    }

    /// The same light as a mirror shows it.
    pub(super) fn flipped(self) -> Self {
        Self { lamp: vec3(-self.lamp.x, self.lamp.y, self.lamp.z), ..self }
    }

    /// The same light in the frame of a thing that is turned against the camera.
    pub(super) fn seen_from(self, turned: Rotation) -> Self {
        let inverse = turned.inverse();
        Self { lamp: inverse * self.lamp, up: inverse * self.up }
    }

    /// The light that a surface of a colour sends along a ray: red goes deepest into skin and comes
    /// out around the edge of the shade. `open` is how much of the room it sees, 0 to 1.
    pub(super) fn reflected(&self, colour: Vec3, normal: Vec3, ray: Vec3, open: f32) -> Vec3 {
        let to_lamp = normal.dot(self.lamp);
        let wrapped = |wrap: f32| ((to_lamp + wrap) / (1.0 + wrap)).max(0.0);
        // Deep hollows see less of the lamp, too: a stand-in for a cast shadow.
        let lamp = vec3(wrapped(0.32), wrapped(0.16), wrapped(0.12)) * (KEY * (0.3 + 0.7 * open));
        let facing = (-normal.dot(ray)).max(0.0);
        let around = FILL * (0.35 + 0.65 * facing) + ROOM * (0.55 + 0.45 * (0.5 + 0.5 * normal.dot(self.up)));
        colour.scaled(lamp + vec3(0.26 + 0.78 * open, open, open) * around)
    }

    /// The shine of the lamp on a smooth surface (Blinn).
    pub(super) fn shine(&self, normal: Vec3, ray: Vec3, open: f32) -> Vec3 {
        let half = (self.lamp - ray).normalised();
        let shine = 0.05 * normal.dot(half).max(0.0).powi(22) * open;
        vec3(shine, shine, shine)
    }
}

const KEY: f32 = 0.85;
const FILL: f32 = 0.22;
const ROOM: f32 = 0.30;
