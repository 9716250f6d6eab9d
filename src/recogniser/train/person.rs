//! How people differ, as do their takes of one handshape.

use super::random::Random;
use crate::signer::{
    geometry::vec3,
    skeleton::{HandShape, Proportions},
};

/// Somebody's hand.
pub(super) fn proportions(random: &mut Random) -> Proportions {
    let fingers = random.factor(0.05);
    let finger: [f32; 4] = std::array::from_fn(|_| fingers * random.factor(0.03));
    let level: [f32; 3] = std::array::from_fn(|_| random.factor(0.03));
    let thumb = random.factor(0.07);
    Proportions {
        palm: vec3(random.factor(0.08), random.factor(0.05), random.factor(0.10)),
        phalanges: finger.map(|finger| level.map(|level| finger * level * random.factor(0.02))),
        thumb: std::array::from_fn(|_| thumb * random.factor(0.04)),
        ..Proportions::default()
    }
}

/// Somebody's way to make a handshape: a whole hand, a finger and a joint each deviate.
pub(super) fn personal(shape: &HandShape, random: &mut Random) -> HandShape {
    let hand = 0.45 * random.normal(1.0);
    let fan = random.normal(1.0);
    let mut own = *shape;
    for (finger, spread) in own.fingers.iter_mut().zip([1.0, 0.5, -2.0, -4.0]) {
        let common = hand + 0.45 * random.normal(1.0);
        let mut bend = |angle: f32, deviation: f32, least: f32, most: f32| {
            (angle + (common + random.normal(0.75)) * deviation).clamp(least, most)
        };
        finger.mcp = bend(finger.mcp, 7.0, -20.0, 100.0);
        finger.pip = bend(finger.pip, 8.0, -5.0, 118.0);
        finger.dip = bend(finger.dip, 6.0, -8.0, 85.0);
        finger.abduction += random.normal(3.0) + fan * spread;
    }
    let thumb = &mut own.thumb;
    thumb.azimuth += random.normal(6.0);
    thumb.elevation += random.normal(6.0);
    thumb.roll += random.normal(7.0);
    thumb.mcp += random.normal(8.0);
    thumb.ip += random.normal(10.0);
    thumb.side += random.normal(2.5);
    own
}
