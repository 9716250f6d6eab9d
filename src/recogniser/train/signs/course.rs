//! The way of a hand through space.

use std::f32::consts::{PI, TAU};

use super::places::Spot;
use crate::{
    notation::{Path, Plane},
    signer::geometry::{Vec3, vec3},
};

/// From a first point on, by share: 0 is where the movement begins, 1 where it has been made once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    start: Vec3,
    way: Way,
}

#[derive(Clone, Copy, Debug)]
enum Way {
    Arc { along: Vec3, rise: Vec3 },
    Circle { first: Vec3, second: Vec3 },
    Straight(Vec3),
    Zigzag { along: Vec3, side: Vec3 },
}

impl Course {
    /// `from` is where the hand meets the first place, `to` where it would meet the second; sizes are
    /// multiplied by `amplitude`.
    pub(super) fn new(path: &Path, from: Vec3, spot: &Spot, to: Option<Vec3>, amplitude: f32) -> Self {
        let away = if spot.is_solid() { spot.away } else { Vec3::Z };
        match *path {
            Path::Arc { way, length, by } => {
                let (along, by) = (way.vector(), by.vector());
                let across = (by - along * along.dot(by)).normalised();
                let length = length * amplitude;
                Self { start: from, way: Way::Arc { along: along * length, rise: across * (0.35 * length) } }
            }
            Path::Circle { plane, radius } => {
                let radius = radius * amplitude;
                let (first, second) = match plane {
                    Plane::Facing => (Vec3::Y, Vec3::X),
                    Plane::Level => (Vec3::X, Vec3::Z),
                    Plane::Wheel => (Vec3::Y, Vec3::Z),
                };
                // What circles at a surface touches it at the nearest point of the way.
                let depth = first.dot(away).hypot(second.dot(away));
                let lift = if spot.is_solid() { depth * radius } else { 0.0 };
                let way = Way::Circle { first: first * radius, second: second * radius };
                Self { start: from + away * lift, way }
            }
            Path::Straight { way, length } => {
                Self { start: from, way: Way::Straight(way.vector() * (length * amplitude)) }
            }
            Path::Still => Self { start: from, way: Way::Straight(Vec3::ZERO) },
            Path::Tap { from: off } => {
                // In the air a tap comes from before the hand's own side.
                let off = away * (off * amplitude);
                let off = if spot.is_solid() { off } else { vec3(-off.z, 0.0, 0.0) };
                Self { start: from + off, way: Way::Straight(-off) }
            }
            Path::To(_) => Self { start: from, way: Way::Straight(to.unwrap_or(from) - from) },
            Path::Zigzag { way, length } => {
                let along = way.vector();
                let across = away.cross(along);
                let side = if across.length() > 0.1 { across.normalised() } else { vec3(0.0, 0.0, 1.0) };
                let side = side * (1.6 * amplitude);
                Self { start: from, way: Way::Zigzag { along: along * (length * amplitude), side } }
            }
        }
    }

    pub(super) fn at(&self, share: f32) -> Vec3 {
        self.start
            + match self.way {
                Way::Arc { along, rise } => along * share + rise * (PI * share.clamp(0.0, 1.0)).sin(),
                Way::Circle { first, second } => {
                    let (sin, cos) = (TAU * share).sin_cos();
                    first * cos + second * sin
                }
                Way::Straight(along) => along * share,
                Way::Zigzag { along, side } => along * share + side * wave(3.0 * share),
            }
    }

    /// How long the way is, in centimetres.
    pub(super) fn length(&self) -> f32 {
        match self.way {
            Way::Arc { along, .. } => 1.25 * along.length(),
            Way::Circle { first, .. } => TAU * first.length(),
            Way::Straight(along) => along.length(),
            Way::Zigzag { along, side } => along.length() + 12.0 * side.length(),
        }
    }

    /// Goes round and round instead of to and fro.
    pub(super) fn is_round(&self) -> bool {
        matches!(self.way, Way::Circle { .. })
    }
}

/// A triangle between -1 and 1 with a period of 1, 0 at 0.
fn wave(turns: f32) -> f32 {
    let phase = (turns + 0.25).rem_euclid(1.0);
    1.0 - 4.0 * (phase - 0.5).abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notation::Direction, recogniser::train::signs::places::Kind};

    fn chest() -> Spot {
        Spot { point: Vec3::ZERO, away: Vec3::Z, kind: Kind::Body }
    }

    fn course(path: Path) -> Course {
        Course::new(&path, Vec3::ZERO, &chest(), None, 1.0)
    }

    #[test]
    fn a_tap_comes_from_outside_and_ends_at_the_place() {
        let tap = course(Path::Tap { from: 6.0 });
        assert!((tap.at(0.0) - vec3(0.0, 0.0, 6.0)).length() < 1e-5 && tap.at(1.0).length() < 1e-5);
    }

    #[test]
    fn an_arc_rises_on_its_way_and_comes_down() {
        let [forward, up] = ["forward", "up"].map(|text| Direction::parse(text).unwrap());
        let arc = course(Path::Arc { way: forward, length: 20.0, by: up });
        assert!(arc.at(0.5).y > 5.0 && arc.at(1.0).y.abs() < 1e-3 && arc.at(1.0).z > 19.9);
    }

    #[test]
    fn a_circle_never_goes_deeper_than_its_place() {
        for plane in [Plane::Facing, Plane::Level, Plane::Wheel] {
            let circle = course(Path::Circle { plane, radius: 5.0 });
            assert!((0..50).all(|step| circle.at(step as f32 / 50.0).z > -1e-3), "{plane:?}");
            assert!((circle.at(1.0) - circle.at(0.0)).length() < 1e-3);
        }
    }

    #[test]
    fn a_zigzag_turns_to_both_sides() {
        let down = Direction::parse("down").unwrap();
        let zigzag = course(Path::Zigzag { way: down, length: 15.0 });
        let aside: Vec<f32> = (0..60).map(|step| zigzag.at(step as f32 / 60.0).x).collect();
        assert!(aside.iter().any(|x| *x > 1.0) && aside.iter().any(|x| *x < -1.0));
    }
}
