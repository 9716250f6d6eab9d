//! Where the places of written signs are, on somebody's body or hand.

use super::parts;
use crate::{
    notation::{Part, Place},
    signer::{
        figure::{Arm, Physique, flipped},
        geometry::{Vec3, vec3},
    },
};

/// A place in space, as the right hand finds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) point: Vec3,
    /// Of length 1: where distances are measured to.
    pub(super) away: Vec3,
    pub(super) kind: Kind,
}

/// What a place is part of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Air,
    Body,
    Hand,
}

impl Spot {
    /// `other` is the left arm, for the places on it.
    pub(super) fn of(place: Place, physique: &Physique, other: &Arm) -> Self {
        let head = |point: Vec3, away: Vec3| Self {
            point: physique.on_head(point),
            away: away.normalised(),
            kind: Kind::Body,
        };
        let trunk = |point: Vec3, away: Vec3| Self {
            point: physique.on_trunk(point),
            away: away.normalised(),
            kind: Kind::Body,
        };
        let air = |x: f32, y: f32, z: f32| Self {
            point: physique.on_trunk(vec3(x, y, z)),
            away: vec3(-1.0, 0.0, 0.0),
            kind: Kind::Air,
        };
        let front = Vec3::Z;
        match place {
            Place::HeadTop => head(vec3(0.0, 11.5, -1.0), vec3(0.0, 1.0, 0.2)),
            Place::Forehead => head(vec3(0.0, 6.0, 7.2), vec3(0.0, 0.2, 1.0)),
            Place::Temple => head(vec3(-6.0, 3.5, 4.0), vec3(-0.8, 0.1, 0.6)),
            Place::Eye => head(vec3(-3.1, 0.4, 7.8), front),
            Place::Nose => head(vec3(0.0, -2.5, 10.0), front),
            Place::Ear => head(vec3(-8.0, -0.5, -0.5), vec3(-1.0, 0.0, 0.3)),
            Place::Cheek => head(vec3(-5.2, -4.0, 5.0), vec3(-0.7, 0.0, 0.7)),
            Place::Mouth => head(vec3(0.0, -6.2, 7.8), front),
            Place::Chin => head(vec3(0.0, -9.8, 5.6), vec3(0.0, -0.3, 1.0)),
            Place::Neck => head(vec3(0.0, -14.5, 2.2), front),
            Place::Shoulder => trunk(vec3(-13.5, 0.5, 6.3), vec3(-0.1, 0.3, 1.0)),
            Place::FarShoulder => trunk(vec3(13.5, 0.5, 6.3), vec3(0.1, 0.3, 1.0)),
            Place::FarArm => trunk(vec3(18.5, -13.0, 5.5), vec3(0.5, 0.0, 1.0)),
            Place::Chest => trunk(vec3(0.0, -11.5, 10.9), front),
            Place::NearChest => trunk(vec3(-9.0, -9.0, 9.0), vec3(-0.3, 0.0, 1.0)),
            Place::FarChest => trunk(vec3(8.0, -10.0, 9.6), vec3(0.3, 0.0, 1.0)),
            Place::Belly => trunk(vec3(0.0, -27.0, 11.6), front),
            Place::Waist => trunk(vec3(-14.5, -36.0, 5.0), vec3(-0.6, 0.0, 0.8)),
            Place::FaceSpace => air(0.0, 22.0, 27.0),
            Place::HighSpace => air(-20.0, 24.0, 18.0),
            Place::SideSpace => air(-15.0, 3.0, 24.0),
            Place::MiddleSpace => air(0.0, -9.0, 27.0),
            Place::LowSpace => air(0.0, -21.0, 28.0),
            Place::OtherPalm => on_hand(other, Part::Palm, other.turn.z),
            Place::OtherBack => on_hand(other, Part::BackOfHand, -other.turn.z),
            Place::OtherFingertips => on_hand(other, Part::Fingertips, pointing(other, 12)),
            Place::OtherIndexTip => on_hand(other, Part::IndexTip, pointing(other, 8)),
            Place::OtherIndexSide => on_hand(other, Part::IndexSide, other.turn.x),
            Place::OtherThumbTip => on_hand(other, Part::ThumbTip, pointing(other, 4)),
            Place::OtherWrist => {
                // Palm up it is the pulse that is met, palm down the watch.
                let upper = if other.turn.z.y >= 0.0 { other.turn.z } else { -other.turn.z };
                on_other(other.wrist + upper * 1.8, upper)
            }
            Place::OtherForearm => {
                let along = (other.elbow - other.wrist).normalised();
                let upper = (Vec3::Y + Vec3::Z * 0.3) - along * along.dot(Vec3::Y + Vec3::Z * 0.3);
                on_other(other.wrist.towards(other.elbow, 0.45) + upper.normalised() * 2.8, upper)
            }
        }
    }

    /// Before the place by a distance in centimetres.
    pub(super) fn before(&self, distance: f32) -> Vec3 {
        self.point + self.away * distance
    }

    /// A hand can touch it.
    pub(super) fn is_solid(&self) -> bool {
        self.kind != Kind::Air
    }

    /// Where a hand gives way to when it would be inside the body.
    pub(super) fn way_out(&self) -> Vec3 {
        if self.kind == Kind::Body { self.away } else { Vec3::Z }
    }
}

fn on_hand(other: &Arm, part: Part, away: Vec3) -> Spot {
    let unturned = other.landmarks.map(|point| other.turn.inverse() * (point - other.wrist));
    on_other(other.wrist + other.turn * parts::point(part, &unturned), away)
}

fn on_other(point: Vec3, away: Vec3) -> Spot {
    Spot { point: flipped(point), away: flipped(away).normalised(), kind: Kind::Hand }
}

/// Where the last bone points that ends in a landmark.
fn pointing(arm: &Arm, tip: usize) -> Vec3 {
    arm.landmarks[tip] - arm.landmarks[tip - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notation::Word,
        signer::{
            geometry::Rotation,
            skeleton::{HandShape, Skeleton},
        },
    };

    #[test]
    fn places_on_the_body_are_on_its_surface_with_the_outside_before_them() {
        let physique = Physique::default();
        let shape = HandShape::default();
        let skeleton = Skeleton::new(&shape, &physique.hand);
        let arm = Arm::reaching(shape, &skeleton, Rotation::IDENTITY, vec3(-8.0, -20.0, 20.0), &physique);
        let mut wrong = Vec::new();
        for place in Place::ALL {
            let spot = Spot::of(*place, &physique, &arm);
            assert!((spot.away.length() - 1.0).abs() < 1e-3, "{place:?}");
            // An arm is no part of the trunk.
            if spot.kind == Kind::Body && *place != Place::FarArm {
                let clearance = physique.clearance(spot.point);
                let before = physique.clearance(spot.before(3.0));
                if clearance.abs() > 2.0 || before < clearance + 1.5 {
                    wrong.push(format!("{place:?}: {clearance:.1} cm, 3 cm before it {before:.1} cm"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
