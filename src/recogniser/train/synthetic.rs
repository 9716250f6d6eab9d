//! Draws landmarks of hands that nobody has shown to a camera.

use super::{
    camera::View,
    handshapes::{Handshapes, Variant},
    landmark_error::{LandmarkError, displace},
    person::{personal, proportions},
    random::Random,
};
use crate::{
    recogniser::features::Outline,
    signer::{
        geometry::Rotation,
        skeleton::{FingerAngles, HandShape, Skeleton, ThumbAngles},
    },
};

/// Draws still hands.
pub(super) struct Synthetic {
    pub(super) shapes: Handshapes,
    pub(super) error: LandmarkError,
}

impl Synthetic {
    pub(super) fn new() -> Self {
        Self { shapes: Handshapes::alphabet(), error: LandmarkError::measured() }
    }

    /// A right hand that shows a letter or digit.
    pub(super) fn showing(&self, meaning: char, random: &mut Random) -> Outline {
        let variant = self.variant(meaning, random);
        self.look(&personal(&variant.shape, random), variant.wrist, random)
    }

    /// A right hand that shows nothing: at rest, on its way, anyhow.
    pub(super) fn idle(&self, random: &mut Random) -> Outline {
        let (shape, wrist) = match random.below(10) {
            0..4 => (relaxed(random), anyhow(random)),
            4..7 => {
                // On a table, in the lap: a letter's shape where no letter is shown.
                let meaning = *random.pick(&['A', 'S', 'E', 'O', 'C', 'B', '5', '4', 'T', 'N']);
                let shape = personal(&self.variant(meaning, random).shape, random);
                (shape, [random.uniform(-180.0, 180.0), random.normal(30.0), random.uniform(75.0, 285.0)])
            }
            7..9 => {
                let [from, to] = [(); 2].map(|()| {
                    let letter = char::from(b'A' + random.below(26) as u8);
                    self.variant(letter, random)
                });
                let share = random.uniform(0.35, 0.65);
                let wrist = std::array::from_fn(|axis| from.wrist[axis] * (1.0 - share) + to.wrist[axis] * share);
                (personal(&from.shape.towards(&to.shape, share), random), wrist)
            }
            _ => (random_shape(random), anyhow(random)),
        };
        self.look(&shape, wrist, random)
    }

    fn variant(&self, meaning: char, random: &mut Random) -> Variant {
        // The alphabet is complete, which a test sees; a straight hand would stand in.
        let nothing = Variant { shape: HandShape::default(), wrist: [0.0; 3], weight: 1.0 };
        self.shapes.pick(meaning, random).unwrap_or(nothing)
    }

    fn look(&self, shape: &HandShape, [yaw, pitch, roll]: [f32; 3], random: &mut Random) -> Outline {
        let mut joints = Skeleton::new(shape, &proportions(random)).joints;
        let centre = joints.iter().fold(Default::default(), |sum, &joint| joint + sum) * (1.0 / 21.0);
        let turn = Rotation::from_yaw_pitch_roll(yaw, pitch, roll);
        for joint in &mut joints {
            *joint = turn * (*joint - centre);
        }
        let view = View::draw(random);
        let mut outline = view.project(&joints);
        displace(&mut outline, &self.error.draw(1.4, random));
        view.finish(&outline)
    }
}

/// Hanging, lying: all fingers half bent, more so towards the little one.
pub(super) fn relaxed(random: &mut Random) -> HandShape {
    let (bend, more) = (random.uniform(0.5, 1.4), random.uniform(0.0, 0.25));
    let mut shape = HandShape::default();
    for (finger, angles) in shape.fingers.iter_mut().enumerate() {
        let bend = bend + more * finger as f32;
        *angles = FingerAngles { mcp: 22.0 * bend, pip: 36.0 * bend, dip: 18.0 * bend, abduction: 0.0 };
    }
    shape.thumb = ThumbAngles { azimuth: 42.0, elevation: 30.0, roll: 0.0, mcp: 18.0, ip: 20.0, side: 0.0 };
    personal(&shape, random)
}

/// All fingers anyhow.
fn random_shape(random: &mut Random) -> HandShape {
    let mut shape = HandShape::default();
    for finger in &mut shape.fingers {
        let bend = random.uniform(0.2, 0.8);
        *finger = FingerAngles {
            mcp: 90.0 * bend + random.normal(15.0),
            pip: 105.0 * bend + random.normal(15.0),
            dip: 60.0 * bend + random.normal(10.0),
            abduction: random.normal(6.0),
        };
    }
    shape.thumb = ThumbAngles {
        azimuth: random.uniform(10.0, 65.0),
        elevation: random.uniform(0.0, 70.0),
        roll: random.uniform(-35.0, 25.0),
        mcp: random.uniform(0.0, 60.0),
        ip: random.uniform(-5.0, 70.0),
        side: random.normal(2.0),
    };
    shape
}

/// Any way round but the one in which letters are shown.
fn anyhow(random: &mut Random) -> [f32; 3] {
    [random.uniform(-180.0, 180.0), random.normal(30.0), random.uniform(50.0, 310.0)]
}
