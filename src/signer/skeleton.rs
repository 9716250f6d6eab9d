//! Joint angles of a hand into the places of its joints.
//!
//! Everything is in the hand's own frame, in centimetres: a right hand with its palm to the
//! viewer, x towards the thumb, y towards the fingers, z towards the viewer, the wrist at the
//! origin. A left hand is the mirror image.

use super::geometry::{Rotation, Vec3, vec3};

/// The angles of one finger's joints, in degrees; 0 is straight, positive bends to the palm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FingerAngles {
    /// Knuckle.
    pub mcp: f32,
    /// Middle joint.
    pub pip: f32,
    /// End joint.
    pub dip: f32,
    /// Sideways, positive towards the thumb.
    pub abduction: f32,
}

/// The angles of the thumb's joints, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ThumbAngles {
    /// Where the metacarpal points in the palm's plane, from the fingers (0) to the side (90).
    pub azimuth: f32,
    /// How far it stands out of the palm's plane.
    pub elevation: f32,
    /// How the plane in which the thumb bends is turned about the metacarpal.
    pub roll: f32,
    pub mcp: f32,
    pub ip: f32,
    /// Sideways at the MCP joint.
    pub side: f32,
}

/// What a hand does: all its joint angles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HandShape {
    /// Index, middle, ring, little finger.
    pub fingers: [FingerAngles; 4],
    pub thumb: ThumbAngles,
}

/// How a person's hand differs from the middle one, as factors; 1 is the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportions {
    /// Width, length and depth of the palm.
    pub palm: Vec3,
    /// Length of each phalanx, by finger, from the knuckle outwards.
    pub phalanges: [[f32; 3]; 4],
    /// Length of metacarpal, first and last phalanx of the thumb.
    pub thumb: [f32; 3],
    /// Thickness of flesh everywhere; only the renderer looks at it.
    pub thickness: f32,
}

/// Where the joints of a hand are.
#[derive(Clone, Debug, PartialEq)]
pub struct Skeleton {
    /// The 21 joint centres in MediaPipe's order: wrist, thumb (CMC, MCP, IP, tip), then each
    /// finger from index to little (MCP, PIP, DIP, tip).
    pub joints: [Vec3; 21],
    /// For thumb and fingers, bone by bone: the direction of length 1 across the bone towards
    /// which it bends, where the pad of a finger is.
    pub palmar: [[Vec3; 3]; 5],
}

impl HandShape {
    /// On the way (0 to 1) to another shape.
    pub fn towards(&self, there: &Self, share: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * share;
        let mut shape = *self;
        for (finger, to) in shape.fingers.iter_mut().zip(there.fingers) {
            finger.mcp = mix(finger.mcp, to.mcp);
            finger.pip = mix(finger.pip, to.pip);
            finger.dip = mix(finger.dip, to.dip);
            finger.abduction = mix(finger.abduction, to.abduction);
        }
        let (thumb, to) = (&mut shape.thumb, there.thumb);
        thumb.azimuth = mix(thumb.azimuth, to.azimuth);
        thumb.elevation = mix(thumb.elevation, to.elevation);
        thumb.roll = mix(thumb.roll, to.roll);
        thumb.mcp = mix(thumb.mcp, to.mcp);
        thumb.ip = mix(thumb.ip, to.ip);
        thumb.side = mix(thumb.side, to.side);
        shape
    }
}

impl Default for Proportions {
    fn default() -> Self {
        Self { palm: vec3(1.0, 1.0, 1.0), phalanges: [[1.0; 3]; 4], thumb: [1.0; 3], thickness: 1.0 }
    }
}

impl Skeleton {
    pub fn new(shape: &HandShape, person: &Proportions) -> Self {
        let mut skeleton = Self { joints: [Vec3::ZERO; 21], palmar: [[Vec3::Z; 3]; 5] };
        skeleton.place_thumb(&shape.thumb, person);
        for (finger, angles) in shape.fingers.iter().enumerate() {
            skeleton.place_finger(finger, angles, person);
        }
        skeleton
    }

    /// The joints as MediaPipe's networks place them: its wrist lies further into the palm and the
    /// thumb's root further out than the joint centres do.
    pub fn landmarks(&self) -> [Vec3; 21] {
        let mut points = self.joints;
        let palm = self.joints[9].length();
        points[0] += self.joints[9] * 0.07;
        points[1] += vec3(0.08, 0.05, 0.0) * palm;
        points
    }

    fn place_thumb(&mut self, angles: &ThumbAngles, person: &Proportions) {
        let (az_sin, az_cos) = angles.azimuth.to_radians().sin_cos();
        let (el_sin, el_cos) = angles.elevation.to_radians().sin_cos();
        let (roll_sin, roll_cos) = angles.roll.to_radians().sin_cos();
        let along = vec3(az_sin * el_cos, az_cos * el_cos, el_sin);
        let bend = vec3(-az_cos, az_sin, 0.0) * roll_cos + vec3(-el_sin * az_sin, -el_sin * az_cos, el_cos) * roll_sin;
        let (side_sin, side_cos) = angles.side.to_radians().sin_cos();
        let sideways = along * side_cos + along.cross(bend) * side_sin;

        let [metacarpal, first, last] = THUMB_BONES;
        let turns = [(along, bend), bent(sideways, bend, angles.mcp)];
        let turns = [turns[0], turns[1], bent(turns[1].0, turns[1].1, angles.ip)];
        let mut place = THUMB_ROOT.scaled(person.palm);
        self.joints[1] = place;
        for (bone, length) in [metacarpal, first, last].into_iter().enumerate() {
            let (along, bend) = turns[bone];
            place += along * (length * person.thumb[bone]);
            self.joints[2 + bone] = place;
            self.palmar[0][bone] = bend;
        }
    }

    fn place_finger(&mut self, finger: usize, angles: &FingerAngles, person: &Proportions) {
        // Bending fingers converge on the scaphoid: each turns a little, fully so at 70 degrees.
        let twist = TWIST[finger] * (angles.mcp / 70.0).clamp(0.0, 1.0);
        let mut turn = Rotation::about_z(-angles.abduction) * Rotation::about_y(twist) * Rotation::about_x(angles.mcp);
        let mut place = KNUCKLES[finger].scaled(person.palm);
        self.joints[5 + 4 * finger] = place;
        for (bone, angle) in [0.0, angles.pip, angles.dip].into_iter().enumerate() {
            turn = turn * Rotation::about_x(angle);
            place += turn.y * (PHALANGES[finger][bone] * person.phalanges[finger][bone]);
            self.joints[6 + 4 * finger + bone] = place;
            self.palmar[finger + 1][bone] = turn.z;
        }
    }
}

/// Turns a bone's direction and its bending direction in their common plane.
fn bent(along: Vec3, bend: Vec3, angle: f32) -> (Vec3, Vec3) {
    let (sin, cos) = angle.to_radians().sin_cos();
    (along * cos + bend * sin, bend * cos - along * sin)
}

/// The knuckles of index to little finger.
pub(super) const KNUCKLES: [Vec3; 4] =
    [vec3(2.55, 9.0, 0.10), vec3(0.45, 9.25, -0.15), vec3(-1.50, 8.75, -0.10), vec3(-3.20, 7.70, 0.15)];
/// Lengths of the phalanges, finger by finger from the knuckle outwards.
const PHALANGES: [[f32; 3]; 4] = [[4.25, 2.5, 2.1], [4.65, 2.85, 2.25], [4.3, 2.75, 2.25], [3.4, 1.95, 2.0]];
/// How far a fully bent finger turns about its own length, in degrees.
const TWIST: [f32; 4] = [-4.0, 0.0, 5.0, 10.0];
/// The thumb's first joint.
const THUMB_ROOT: Vec3 = vec3(1.9, 1.7, 0.7);
/// Lengths of the thumb's metacarpal and phalanges.
const THUMB_BONES: [f32; 3] = [4.5, 3.4, 2.9];

#[cfg(test)]
mod tests {
    use super::*;

    fn straight() -> Skeleton {
        Skeleton::new(&HandShape::default(), &Proportions::default())
    }

    #[test]
    fn a_straight_finger_points_up_from_its_knuckle() {
        let tip = straight().joints[12];
        assert!((tip - vec3(0.45, 9.25 + 4.65 + 2.85 + 2.25, -0.15)).length() < 1e-4);
    }

    #[test]
    fn a_finger_bends_towards_the_viewer() {
        let mut shape = HandShape::default();
        shape.fingers[1].mcp = 90.0;
        let skeleton = Skeleton::new(&shape, &Proportions::default());
        assert!(skeleton.joints[12].z > 9.0 && (skeleton.joints[12].y - 9.25).abs() < 1e-3);
        assert!((skeleton.palmar[2][0] + Vec3::Y).length() < 1e-3, "its pad looks down");
    }

    #[test]
    fn abduction_spreads_towards_the_thumb() {
        let mut shape = HandShape::default();
        shape.fingers[0].abduction = 12.0;
        assert!(Skeleton::new(&shape, &Proportions::default()).joints[8].x > straight().joints[8].x + 1.0);
    }

    #[test]
    fn bones_keep_their_length_in_every_shape() {
        let angles = FingerAngles { mcp: 80.0, pip: 95.0, dip: 40.0, abduction: -7.0 };
        let thumb = ThumbAngles { azimuth: 40.0, elevation: 30.0, roll: -20.0, mcp: 50.0, ip: 30.0, side: 4.0 };
        let shape = HandShape { fingers: [angles; 4], thumb };
        let bent = Skeleton::new(&shape, &Proportions::default());
        for bone in (1..20).filter(|bone| bone % 4 != 0) {
            let length = |s: &Skeleton| (s.joints[bone + 1] - s.joints[bone]).length();
            assert!((length(&bent) - length(&straight())).abs() < 1e-3, "bone {bone}");
        }
    }

    #[test]
    fn proportions_change_lengths_and_not_angles() {
        let mut person = Proportions::default();
        person.phalanges[2] = [2.0; 3];
        let skeleton = Skeleton::new(&HandShape::default(), &person);
        assert!((skeleton.joints[16].y - (8.75 + 2.0 * 9.3)).abs() < 1e-3);
        assert_eq!(skeleton.joints[12], straight().joints[12]);
    }
}
