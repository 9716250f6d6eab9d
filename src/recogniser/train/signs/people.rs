//! How signers differ: in build, in speed, in size of movement, in steadiness.

use super::super::{person::proportions, random::Random};
use crate::signer::{
    figure::Physique,
    geometry::{Rotation, Vec3, vec3},
};

/// Somebody who signs.
#[derive(Clone, Debug)]
pub struct Person {
    pub physique: Physique,
    /// 1 is unhurried.
    pub speed: f32,
    /// Size of movements, as a factor.
    pub amplitude: f32,
    /// Unsteadiness; 1 is everybody's.
    pub tremor: f32,
    /// How far signs are from the textbook; 1 is everybody's.
    pub variety: f32,
    pub left_handed: bool,
    /// How much higher than usual the hands are in the air, in centimetres: into the camera's view.
    pub lift: f32,
}

impl Person {
    /// Signs as it is written, at leisure.
    pub fn textbook() -> Self {
        Self {
            physique: Physique::default(),
            speed: 1.0,
            amplitude: 1.0,
            tremor: 0.0,
            variety: 0.0,
            left_handed: false,
            lift: 0.0,
        }
    }

    pub(in crate::recogniser::train) fn draw(random: &mut Random) -> Self {
        let middle = Physique::default();
        let (height, arms) = (random.factor(0.05), random.factor(0.05));
        Self {
            physique: Physique {
                shoulder: middle.shoulder * height * random.factor(0.06),
                upper_arm: middle.upper_arm * height * arms * random.factor(0.03),
                forearm: middle.forearm * height * arms * random.factor(0.03),
                trunk: height * random.factor(0.04),
                head: random.factor(0.05),
                hand: proportions(random),
            },
            speed: random.factor(0.3),
            amplitude: random.uniform(0.65, 1.35),
            tremor: random.uniform(0.3, 1.2),
            variety: random.uniform(0.7, 1.3),
            left_handed: random.chance(0.12),
            lift: random.uniform(-2.0, 11.0),
        }
    }

    /// This person's own deviation from a place, in centimetres along each axis.
    pub(super) fn off(&self, deviation: [f32; 3], random: &mut Random) -> Vec3 {
        let [x, y, z] = deviation.map(|deviation| random.normal(deviation) * self.variety);
        vec3(x, y, z)
    }

    /// This person's own deviation from a direction, in degrees about each axis.
    pub(super) fn turned(&self, deviation: f32, random: &mut Random) -> Rotation {
        let [yaw, pitch, roll] = [(); 3].map(|()| random.normal(deviation) * self.variety);
        Rotation::from_yaw_pitch_roll(yaw, pitch, roll)
    }
}
