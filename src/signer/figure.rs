//! A person's upper body at one moment, as joints in space.
//!
//! Places are in centimetres around the middle between the shoulders: x to the signer's left, which
//! is to the right in a picture, y up, z away from the signer. An arm is told as if it were the right
//! one; the left one is its mirror image. So a left-handed signer is one whose arms are exchanged.

use super::{
    body,
    geometry::{Rotation, Vec3, vec3},
    skeleton::{HandShape, Proportions, Skeleton},
};

/// How somebody is built.
#[derive(Clone, Debug, PartialEq)]
pub struct Physique {
    /// From the middle to a shoulder's joint.
    pub shoulder: f32,
    pub upper_arm: f32,
    pub forearm: f32,
    /// The trunk's height as a factor; 1 is the middle.
    pub trunk: f32,
    /// The head's size as a factor.
    pub head: f32,
    pub hand: Proportions,
}

/// A right arm with its hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub shape: HandShape,
    /// From a palm that looks forward with its fingers up.
    pub turn: Rotation,
    pub elbow: Vec3,
    pub wrist: Vec3,
    /// The hand's 21 points, where a tracker puts them.
    pub landmarks: [Vec3; 21],
}

/// Both arms: the left one, mirrored, then the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub arms: [Arm; 2],
}

impl Default for Physique {
    fn default() -> Self {
        let shoulder = SHOULDER;
        Self { shoulder, upper_arm: 28.5, forearm: 25.5, trunk: 1.0, head: 1.0, hand: Proportions::default() }
    }
}

impl Physique {
    /// The head's centre.
    pub fn head_centre(&self) -> Vec3 {
        vec3(0.0, 12.0 * self.trunk + 11.5 * self.head, 5.0)
    }

    /// A place that is given from the centre of the middle head.
    pub fn on_head(&self, place: Vec3) -> Vec3 {
        self.head_centre() + place * self.head
    }

    /// A place that is given on the middle trunk.
    pub fn on_trunk(&self, place: Vec3) -> Vec3 {
        vec3(place.x * self.shoulder / SHOULDER, place.y * self.trunk, place.z)
    }

    /// How far a point is from head and trunk, negative inside.
    pub fn clearance(&self, point: Vec3) -> f32 {
        let on_head = (point - self.head_centre()) * (1.0 / self.head);
        let on_trunk = vec3(point.x * SHOULDER / self.shoulder, point.y / self.trunk, point.z);
        let middle = Self::default().head_centre();
        (body::head(on_head) * self.head).min(body::trunk(on_trunk - middle))
    }

    /// The right shoulder's joint.
    pub fn right_shoulder(&self) -> Vec3 {
        vec3(-self.shoulder, 0.0, 0.0)
    }
}

impl Arm {
    /// Brings a hand to a place, as far as the arm is long.
    pub fn reaching(shape: HandShape, skeleton: &Skeleton, turn: Rotation, wrist: Vec3, physique: &Physique) -> Self {
        let (elbow, wrist) = bent(physique, wrist, turn.y);
        let landmarks = skeleton.landmarks().map(|joint| wrist + turn * joint);
        Self { shape, turn, elbow, wrist, landmarks }
    }
}

impl Arm {
    fn towards(&self, there: &Self, share: f32) -> Self {
        Self {
            shape: self.shape.towards(&there.shape, share),
            turn: self.turn.towards(there.turn, share),
            elbow: self.elbow.towards(there.elbow, share),
            wrist: self.wrist.towards(there.wrist, share),
            landmarks: std::array::from_fn(|point| self.landmarks[point].towards(there.landmarks[point], share)),
        }
    }
}

impl Figure {
    /// As the other-handed do the same.
    pub fn mirrored(self) -> Self {
        let [left, right] = self.arms;
        Self { arms: [right, left] }
    }

    /// On the way (0 to 1) to another figure, each joint on a straight line.
    pub fn towards(&self, there: &Self, share: f32) -> Self {
        let arm = |side: usize| self.arms[side].towards(&there.arms[side], share);
        Self { arms: [arm(0), arm(1)] }
    }

    /// The 21 points of the left hand, then of the right one.
    pub fn hands(&self) -> [[Vec3; 21]; 2] {
        let [left, right] = &self.arms;
        [left.landmarks.map(flipped), right.landmarks]
    }

    /// Nose, then left with right shoulder, elbow, wrist, hip.
    pub fn pose(&self, physique: &Physique) -> [Vec3; 9] {
        let [left, right] = &self.arms;
        let (shoulder, hip) = (physique.right_shoulder(), physique.on_trunk(vec3(-11.0, -48.0, 0.0)));
        [
            physique.on_head(vec3(0.0, -2.0, 9.5)),
            flipped(shoulder),
            shoulder,
            flipped(left.elbow),
            right.elbow,
            flipped(left.wrist),
            right.wrist,
            flipped(hip),
            hip,
        ]
    }
}

/// The mirror image on the other side of the body.
pub fn flipped(point: Vec3) -> Vec3 {
    vec3(-point.x, point.y, point.z)
}

/// Elbow with wrist of a right arm whose wrist is wanted somewhere, its fingers straight pointing along
/// `fingers`.
fn bent(physique: &Physique, wanted: Vec3, fingers: Vec3) -> (Vec3, Vec3) {
    let (upper, fore) = (physique.upper_arm, physique.forearm);
    let shoulder = physique.right_shoulder();
    let way = wanted - shoulder;
    let along = if way.length() > 1e-3 { way.normalised() } else { Vec3::Z };
    // An elbow neither straightens fully nor closes like a knife.
    let reach = way.length().clamp((upper - fore).abs() + 6.0, upper + fore - 0.8);
    let foot = (upper * upper - fore * fore + reach * reach) / (2.0 * reach);
    let height = (upper * upper - foot * foot).max(0.0).sqrt();
    // An elbow goes behind the hand as far as it can, so that the wrist need not bend.
    let pull = ELBOW - fingers * 0.9;
    let aside = pull - along * along.dot(pull);
    let aside = if aside.length() > 1e-3 { aside.normalised() } else { across(along) };
    (shoulder + along * foot + aside * height, shoulder + along * reach)
}

/// Any direction across another.
fn across(along: Vec3) -> Vec3 {
    let other = if along.x.abs() < 0.8 { Vec3::X } else { Vec3::Y };
    along.cross(other).normalised()
}

/// Where a right elbow hangs to: down, a little outwards, a little back.
const ELBOW: Vec3 = vec3(-0.55, -1.0, -0.2);
const SHOULDER: f32 = 17.0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reaching(wrist: Vec3, physique: &Physique) -> Arm {
        let shape = HandShape::default();
        Arm::reaching(shape, &Skeleton::new(&shape, &physique.hand), Rotation::IDENTITY, wrist, physique)
    }

    #[test]
    fn a_hand_within_reach_is_where_it_is_wanted() {
        let wanted = vec3(-3.0, 10.0, 20.0);
        assert!((reaching(wanted, &Physique::default()).wrist - wanted).length() < 1e-3);
    }

    #[test]
    fn an_elbow_hangs_below_a_hand_before_the_chest() {
        let arm = reaching(vec3(-10.0, -8.0, 25.0), &Physique::default());
        assert!(arm.elbow.y < -15.0 && arm.elbow.x < -15.0, "{:?}", arm.elbow);
    }

    #[test]
    fn the_face_is_outside_the_body_and_the_heart_is_inside() {
        let physique = Physique::default();
        assert!(physique.clearance(physique.on_head(vec3(0.0, -2.0, 14.0))) > 1.0);
        assert!(physique.clearance(vec3(4.0, -14.0, 2.0)) < -3.0);
    }

    proptest! {
        #[test]
        fn an_arm_keeps_the_lengths_of_its_bones(x in -90.0..90.0_f32, y in -90.0..90.0_f32, z in -90.0..90.0_f32) {
            let physique = Physique::default();
            let arm = reaching(vec3(x, y, z), &physique);
            let (upper, fore) = (arm.elbow - physique.right_shoulder(), arm.wrist - arm.elbow);
            prop_assert!((upper.length() - physique.upper_arm).abs() < 0.02);
            prop_assert!((fore.length() - physique.forearm).abs() < 0.02);
        }
    }
}
