//! The surface of a hand: how far any point is from it.
//!
//! A signed distance field of 28 capsules around the bones of a [`Skeleton`], blended where flesh
//! is one piece and kept apart where fingers touch, in the hand's frame and in centimetres.

use super::{
    geometry::{Vec3, vec3},
    skeleton::{KNUCKLES, Proportions, Skeleton},
};

/// A hand with its forearm.
pub(super) struct Flesh {
    palm: Vec<Capsule>,
    forearm: Vec<Capsule>,
    forearm_bounds: Sphere,
    /// Thumb, then index to little finger.
    digits: [Digit; 5],
}

/// What is nearest to a point of the surface.
pub(super) struct Nearest<'a> {
    /// None on the palm and the forearm.
    pub(super) bone: Option<&'a Bone>,
    /// 0 to 2 from the palm outwards, for thumb and fingers.
    pub(super) segment: usize,
    pub(super) thumb: bool,
    /// How much further the next other piece is.
    pub(super) gap: f32,
}

/// The flesh around one bone of a finger or of the thumb: thicker on the palmar side.
pub(super) struct Bone {
    pub(super) capsule: Capsule,
    pub(super) palmar: Vec3,
    pads: Pads,
}

/// A round-ended rod of changing thickness.
#[derive(Clone, Copy)]
pub(super) struct Capsule {
    pub(super) start: Vec3,
    pub(super) along: Vec3,
    per_length: f32,
    pub(super) radius: f32,
    pub(super) widening: f32,
}

struct Digit {
    bones: [Bone; 3],
    bounds: Sphere,
    /// How softly the first bone joins the palm.
    join: f32,
}

#[derive(Clone, Copy)]
struct Sphere {
    centre: Vec3,
    radius: f32,
}

#[derive(Clone, Copy, PartialEq)]
enum Pads {
    None,
    Phalanx,
    Tip,
}

impl Flesh {
    /// `forearm` is the direction from the wrist to the elbow, in the hand's frame.
    pub(super) fn new(skeleton: &Skeleton, person: &Proportions, forearm: Vec3) -> Self {
        let forearm_rods = forearm_capsules(forearm.normalised(), person.thickness);
        Self {
            palm: palm_capsules(skeleton, person),
            forearm_bounds: Sphere::around(&forearm_rods),
            forearm: forearm_rods,
            digits: std::array::from_fn(|digit| Digit::new(digit, skeleton, person.thickness)),
        }
    }

    /// The distance of a point from the skin, negative inside. Never more than the true distance
    /// by over a twelfth, so that a ray may advance by nine tenths of it.
    pub(super) fn distance(&self, p: Vec3) -> f32 {
        let palm = self.palm_distance(p);
        let mut nearest = palm;
        for digit in &self.digits {
            if digit.bounds.distance(p) > nearest + 0.2 {
                continue;
            }
            let [first, second, third] = digit.bones.each_ref().map(|bone| bone.distance(p));
            let rooted = blend(palm, first, digit.join);
            let outer = blend(first, second, 0.30).min(blend(second, third, 0.25));
            nearest = blend(nearest, rooted.min(outer), 0.05);
        }
        nearest
    }

    /// Which part of the hand a point on its surface belongs to.
    pub(super) fn nearest(&self, p: Vec3) -> Nearest<'_> {
        let mut distance = self.palm_distance(p);
        let mut found = Nearest { bone: None, segment: 0, thumb: false, gap: f32::INFINITY };
        for (number, digit) in self.digits.iter().enumerate() {
            let distances = digit.bones.each_ref().map(|bone| bone.distance(p));
            let segment = (1..3).fold(0, |best, i| if distances[i] < distances[best] { i } else { best });
            if distances[segment] < distance {
                let gap = distance - distances[segment];
                distance = distances[segment];
                found = Nearest { bone: Some(&digit.bones[segment]), segment, thumb: number == 0, gap };
            } else {
                found.gap = found.gap.min(distances[segment] - distance);
            }
        }
        found
    }

    /// The capsules with the greatest reach of each: what must be inside the picture's part to draw.
    pub(super) fn capsules(&self) -> impl Iterator<Item = &Capsule> {
        let bones = self.digits.iter().flat_map(|digit| &digit.bones).map(|bone| &bone.capsule);
        self.palm.iter().chain(&self.forearm).chain(bones)
    }

    fn palm_distance(&self, p: Vec3) -> f32 {
        let mut distance = f32::INFINITY;
        for capsule in &self.palm {
            distance = blend(distance, capsule.distance(p), 0.9);
        }
        if self.forearm_bounds.distance(p) < distance + 1.5 {
            for capsule in &self.forearm {
                distance = blend(distance, capsule.distance(p), 1.5);
            }
        }
        distance
    }
}

impl Bone {
    fn distance(&self, p: Vec3) -> f32 {
        let (share, away) = self.capsule.nearest(p);
        let length = away.length();
        let radius = self.capsule.radius + self.capsule.widening * share;
        let side = away.dot(self.palmar) / (length + 1e-6);
        let middle = 4.0 * share * (1.0 - share);
        let swelling = match self.pads {
            Pads::None => 0.0,
            // A waist, and a pad on the palmar side.
            Pads::Phalanx => middle * (0.13 * side.max(0.0) - 0.05),
            // The pulp, and flat under the nail.
            Pads::Tip => 0.10 * side.max(0.0) * middle - 0.16 * (-side).max(0.0) * share,
        };
        length - radius * (1.0 + swelling)
    }
}

impl Capsule {
    fn new(start: Vec3, end: Vec3, radius: f32, end_radius: f32) -> Self {
        let along = end - start;
        Self { start, along, per_length: 1.0 / along.dot(along), radius, widening: end_radius - radius }
    }

    pub(super) fn end(&self) -> Vec3 {
        self.start + self.along
    }

    /// The greatest distance of its flesh from its axis, pads and blends included.
    pub(super) fn reach(&self) -> f32 {
        self.radius.max(self.radius + self.widening) * 1.3 + 0.5
    }

    /// How far along the axis the nearest point lies, 0 to 1, and the way from there to `p`.
    pub(super) fn nearest(&self, p: Vec3) -> (f32, Vec3) {
        let from_start = p - self.start;
        let share = (from_start.dot(self.along) * self.per_length).clamp(0.0, 1.0);
        (share, from_start - self.along * share)
    }

    fn distance(&self, p: Vec3) -> f32 {
        let (share, away) = self.nearest(p);
        away.length() - (self.radius + self.widening * share)
    }
}

impl Digit {
    fn new(digit: usize, skeleton: &Skeleton, thickness: f32) -> Self {
        let radii = RADII[digit].map(|radius| radius * thickness);
        let bones = std::array::from_fn(|bone| {
            let start = skeleton.joints[1 + 4 * digit + bone];
            let mut end = skeleton.joints[2 + 4 * digit + bone];
            if bone == 2 {
                // The joint list ends at the fingertip; the rod ends where its round end begins.
                end = end - (end - start).normalised() * (0.85 * radii[3]);
            }
            let pads = match (digit, bone) {
                (_, 2) => Pads::Tip,
                (0, 0) => Pads::None,
                _ => Pads::Phalanx,
            };
            let capsule = Capsule::new(start, end, radii[bone], radii[bone + 1]);
            Bone { capsule, palmar: skeleton.palmar[digit][bone], pads }
        });
        let capsules = bones.each_ref().map(|bone: &Bone| bone.capsule);
        Self { bones, bounds: Sphere::around(&capsules), join: if digit == 0 { 1.1 } else { 0.75 } }
    }
}

impl Sphere {
    fn around(capsules: &[Capsule]) -> Self {
        let ends = || capsules.iter().flat_map(|c| [(c.start, c.radius), (c.end(), c.radius + c.widening)]);
        let count = 2.0 * capsules.len() as f32;
        let centre = ends().fold(Vec3::ZERO, |sum, (end, _)| sum + end) * (1.0 / count);
        let radius = ends().map(|(end, radius)| (end - centre).length() + 1.25 * radius).fold(0.0, f32::max);
        Self { centre, radius }
    }

    fn distance(&self, p: Vec3) -> f32 {
        (p - self.centre).length() - self.radius
    }
}

fn palm_capsules(skeleton: &Skeleton, person: &Proportions) -> Vec<Capsule> {
    let [root, joint] = [skeleton.joints[1], skeleton.joints[2]];
    let heel = |finger: usize| vec3([1.15, 0.35, -0.55, -1.35][finger], 1.2, -0.05).scaled(person.palm);
    let rod = |start: Vec3, end: Vec3, radius: f32, end_radius: f32| {
        Capsule::new(start, end, radius * person.thickness, end_radius * person.thickness)
    };
    let fixed = |start: Vec3, end: Vec3, radius: f32, end_radius: f32| {
        rod(start.scaled(person.palm), end.scaled(person.palm), radius, end_radius)
    };
    let mut capsules: Vec<Capsule> = (0..4)
        .map(|finger| {
            let knuckle = (KNUCKLES[finger] + vec3(0.0, -0.45, -0.10)).scaled(person.palm);
            rod(heel(finger), knuckle, 1.55, [1.12, 1.14, 1.08, 1.0][finger])
        })
        .collect();
    // The edge of the hand below the little finger, and the pad below the fingers.
    capsules.push(fixed(vec3(-1.55, 1.5, 0.55), vec3(-2.75, 5.6, 0.55), 1.35, 1.15));
    capsules.push(fixed(vec3(2.2, 8.1, 0.35), vec3(-2.9, 6.9, 0.35), 0.95, 0.85));
    // The ball of the thumb, and the web between it and the index finger.
    capsules.push(rod(root + vec3(-0.2, 0.1, 0.1), root.towards(joint, 0.55), 1.75, 1.45));
    let index = |share: f32| vec3(1.15, 1.2, 0.0).scaled(person.palm).towards(KNUCKLES[0].scaled(person.palm), share);
    capsules.push(rod(root.towards(joint, 0.70), index(0.58), 0.75, 0.85));
    capsules.push(rod(root.towards(joint, 0.45), index(0.40), 0.95, 0.95));
    capsules
}

/// Two rods side by side, each of two pieces: a wrist is flat and a forearm is not.
fn forearm_capsules(direction: Vec3, thickness: f32) -> Vec<Capsule> {
    let across = (Vec3::X - direction * Vec3::X.dot(direction)).normalised();
    let mut capsules = Vec::with_capacity(4);
    for side in [1.0, -1.0] {
        let wrist = across * (1.15 * side);
        let middle = wrist + direction * 9.0 + across * (0.25 * side);
        let elbow = middle + direction * 16.0 + across * (0.5 * side);
        capsules.push(Capsule::new(wrist, middle, 1.78 * thickness, 2.25 * thickness));
        capsules.push(Capsule::new(middle, elbow, 2.25 * thickness, 3.1 * thickness));
    }
    capsules
}

/// The smaller of two distances, rounded over a width of `softness` where they are alike.
pub(super) fn blend(a: f32, b: f32, softness: f32) -> f32 {
    let near = (softness - (a - b).abs()).max(0.0);
    a.min(b) - near * near / (4.0 * softness)
}

/// Thickness at each joint and at the tip, for thumb and fingers.
const RADII: [[f32; 4]; 5] = [
    [1.55, 1.18, 1.05, 0.72],
    [1.04, 0.95, 0.84, 0.66],
    [1.06, 0.97, 0.86, 0.68],
    [1.00, 0.91, 0.81, 0.65],
    [0.90, 0.81, 0.72, 0.58],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signer::handshapes;

    fn flesh(name: &str) -> (Skeleton, Flesh) {
        let person = Proportions::default();
        let skeleton = Skeleton::new(&handshapes::find(name).unwrap().shape, &person);
        let flesh = Flesh::new(&skeleton, &person, -Vec3::Y);
        (skeleton, flesh)
    }

    #[test]
    fn every_joint_lies_inside_the_flesh_and_the_air_outside() {
        for name in ["A", "B", "Y", "5"] {
            let (skeleton, flesh) = flesh(name);
            for joint in [0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 17, 18, 19] {
                assert!(flesh.distance(skeleton.joints[joint]) < 0.0, "{name} joint {joint}");
            }
            assert!(flesh.distance(vec3(0.0, 40.0, 0.0)) > 15.0);
        }
    }

    #[test]
    fn the_distance_is_never_far_beyond_the_way_to_the_surface() {
        let (_, flesh) = flesh("C");
        for i in 0..2000 {
            let at = |k: u32| (i * k % 997) as f32 / 997.0 * 30.0 - 12.0;
            let (p, q) = (vec3(at(7), at(113), at(31)), vec3(at(59), at(17), at(401)));
            assert!((flesh.distance(p) - flesh.distance(q)).abs() <= (p - q).length() * 1.09 + 0.25);
        }
    }

    #[test]
    fn a_fingertip_belongs_to_its_last_bone() {
        let (skeleton, flesh) = flesh("B");
        let nearest = flesh.nearest(skeleton.joints[12]);
        assert!(nearest.bone.is_some() && nearest.segment == 2 && !nearest.thumb);
        assert!(flesh.nearest(vec3(-0.5, 4.0, 1.5)).bone.is_none());
    }
}
