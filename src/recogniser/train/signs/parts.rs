//! Where the parts of a hand are that meet a place.

use crate::{
    notation::{Part, Posture},
    signer::geometry::{Rotation, Vec3},
};

/// A point of the skin in the hand's own frame, given its 21 joints or landmarks.
pub(super) fn point(part: Part, joints: &[Vec3; 21]) -> Vec3 {
    let [wrist, index, middle, little] = [0, 5, 9, 17].map(|joint| joints[joint]);
    let palm = wrist.towards(middle, 0.62);
    match part {
        Part::BackOfHand => palm - Vec3::Z * 1.3,
        Part::Fingertips => joints[12],
        Part::IndexSide => index + Vec3::X,
        Part::IndexTip => joints[8],
        // A fist knocks with the joints in the middle of its fingers.
        Part::Knuckles if (joints[12] - middle).length() < FOLDED => joints[10] + Vec3::Z * 0.8,
        Part::Knuckles => middle - Vec3::Z * 0.9,
        Part::LittleSide => wrist.towards(little, 0.6) - Vec3::X * 1.2,
        Part::LittleTip => joints[20],
        Part::Palm => palm + Vec3::Z * 1.4,
        Part::ThumbTip => joints[4],
        Part::Wrist => wrist,
    }
}

/// How thick the flesh is over such a point, in centimetres.
pub(super) fn flesh(part: Part) -> f32 {
    match part {
        Part::Fingertips | Part::IndexTip | Part::LittleTip | Part::ThumbTip => 0.7,
        Part::Wrist => 1.8,
        _ => 0.2,
    }
}

/// How a hand is turned from one whose palm looks forward with its fingers up.
pub(super) fn turn(posture: &Posture) -> Rotation {
    let y = posture.fingers.vector().normalised();
    let palm = posture.palm.vector();
    let z = (palm - y * y.dot(palm)).normalised();
    Rotation { x: y.cross(z), y, z }
}

/// From the knuckle to the tip of a folded middle finger at most, in centimetres.
const FOLDED: f32 = 5.5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notation::{Direction, handshapes},
        signer::geometry::vec3,
    };

    #[test]
    fn the_thumb_of_a_raised_hand_whose_palm_looks_across_is_near_the_signer() {
        let direction = |text| Direction::parse(text).unwrap();
        let shape = handshapes().unwrap().read("five").unwrap();
        let turn = turn(&Posture { shape, palm: direction("across"), fingers: direction("up") });
        assert!((turn * Vec3::X - vec3(0.0, 0.0, -1.0)).length() < 1e-5);
        assert!((turn * Vec3::Z - vec3(1.0, 0.0, 0.0)).length() < 1e-5);
    }
}
