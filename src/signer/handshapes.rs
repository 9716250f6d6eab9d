//! The table of handshapes, by name.

use std::sync::OnceLock;

use super::{
    geometry::{Rotation, Vec3, vec3},
    skeleton::{FingerAngles, HandShape, ThumbAngles},
};

/// A handshape with the way the hand is turned when it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    pub shape: HandShape,
    /// From the palm facing the viewer, fingers up.
    pub wrist: Rotation,
    /// From the wrist towards the elbow, in the camera's frame.
    pub forearm: Vec3,
}

/// The pose of a letter, a digit, or `rest`; variants have longer names such as `G_back`.
pub fn find(name: &str) -> Option<&'static Pose> {
    table().iter().find(|(known, _)| *known == name).map(|(_, pose)| pose)
}

/// All names with their poses, in the table's order.
pub fn table() -> &'static [(&'static str, Pose)] {
    static TABLE: OnceLock<Vec<(&str, Pose)>> = OnceLock::new();
    TABLE.get_or_init(|| parse(include_str!("handshapes.txt")).expect("a test parses the same bundled text"))
}

impl Pose {
    /// Between this pose (0) and another (1).
    pub fn towards(&self, there: &Self, share: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * share;
        let mut shape = self.shape;
        for (from, to) in shape.fingers.iter_mut().zip(there.shape.fingers) {
            from.mcp = mix(from.mcp, to.mcp);
            from.pip = mix(from.pip, to.pip);
            from.dip = mix(from.dip, to.dip);
            from.abduction = mix(from.abduction, to.abduction);
        }
        let (from, to) = (self.shape.thumb, there.shape.thumb);
        shape.thumb = ThumbAngles {
            azimuth: mix(from.azimuth, to.azimuth),
            elevation: mix(from.elevation, to.elevation),
            roll: mix(from.roll, to.roll),
            mcp: mix(from.mcp, to.mcp),
            ip: mix(from.ip, to.ip),
            side: mix(from.side, to.side),
        };
        Self {
            shape,
            wrist: self.wrist.towards(there.wrist, share),
            forearm: self.forearm.normalised().towards(there.forearm.normalised(), share),
        }
    }
}

fn parse(text: &'static str) -> Result<Vec<(&'static str, Pose)>, String> {
    let mut table: Vec<(&str, Pose)> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(part) = line.strip_prefix("  ") else {
            let pose = Pose { shape: HandShape::default(), wrist: Rotation::IDENTITY, forearm: FOREARM };
            table.push((line.trim(), pose));
            continue;
        };
        let (_, pose) = table.last_mut().ok_or_else(|| format!("no name before {line}"))?;
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or_default();
        let numbers = words.map(str::parse).collect::<Result<Vec<f32>, _>>().map_err(|e| format!("{line}: {e}"))?;
        match (name, numbers.as_slice()) {
            ("thumb", &[azimuth, elevation, roll, mcp, ip, side]) => {
                pose.shape.thumb = ThumbAngles { azimuth, elevation, roll, mcp, ip, side };
            }
            ("wrist", &[yaw, pitch, roll]) => pose.wrist = Rotation::from_yaw_pitch_roll(yaw, pitch, roll),
            ("forearm", &[x, y, z]) => pose.forearm = vec3(x, y, z),
            (finger, &[mcp, pip, dip, abduction]) => {
                let place = FINGERS.iter().position(|known| *known == finger);
                let place = place.ok_or_else(|| format!("no finger is called {finger}"))?;
                pose.shape.fingers[place] = FingerAngles { mcp, pip, dip, abduction };
            }
            _ => return Err(format!("not understood: {line}")),
        }
    }
    Ok(table)
}

const FINGERS: [&str; 4] = ["index", "middle", "ring", "little"];
/// Where a forearm comes from unless the table says otherwise: from below.
const FOREARM: Vec3 = vec3(0.05, -1.0, -0.15);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_without_movement_and_every_digit_is_in_the_table() {
        parse(include_str!("handshapes.txt")).unwrap();
        for name in "ABCDEFGHIKLMNOPQRSTUVWXY0123456789".chars() {
            assert!(find(&name.to_string()).is_some(), "{name}");
        }
        assert!(find("rest").is_some());
        assert!(find("J").is_none());
    }

    #[test]
    fn a_pose_half_way_has_angles_half_way() {
        let [a, b] = ["A", "B"].map(|name| find(name).unwrap());
        let half = a.towards(b, 0.5);
        assert_eq!(half.shape.fingers[0].mcp, (86.0 + 5.0) / 2.0);
        assert_eq!(a.towards(b, 0.0).shape, a.shape);
    }

    #[test]
    fn a_misspelt_line_is_refused() {
        assert!(parse("A\n  thump 1 2 3 4 5 6").is_err());
        assert!(parse("  index 1 2 3 4").is_err());
        assert!(parse("A\n  index 1 2 x 4").is_err());
    }
}
