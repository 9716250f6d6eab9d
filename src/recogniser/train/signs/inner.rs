//! What moves beside the path: fingers, wrist, forearm.

use std::f32::consts::TAU;

use crate::{
    notation::Beside,
    signer::{geometry::Rotation, skeleton::HandShape},
};

/// Changes a hand's shape and turn; `done` counts the movements, whole numbers are rest.
pub(super) fn apply(beside: Beside, done: f32, amplitude: f32, shape: &mut HandShape, turn: &mut Rotation) {
    let (sway, lift) = ((TAU * done).sin() * amplitude, (0.5 - 0.5 * (TAU * done).cos()) * amplitude);
    match beside {
        Beside::Bend => {
            for finger in &mut shape.fingers {
                // Closed fingers stay closed.
                if finger.mcp < 60.0 {
                    finger.mcp += 45.0 * lift;
                }
            }
        }
        Beside::Nod => *turn = *turn * Rotation::about_x(55.0 * lift),
        Beside::Swing => *turn = *turn * Rotation::about_z(22.0 * sway),
        Beside::Twist => *turn = *turn * Rotation::about_y(32.0 * sway),
        Beside::Wiggle => {
            for (number, finger) in shape.fingers.iter_mut().enumerate() {
                let own = (TAU * (done - 0.18 * number as f32)).sin() * amplitude;
                finger.mcp += 16.0 * own;
                finger.pip += 8.0 * own.max(0.0);
            }
        }
    }
}
