//! Points, directions, rotations in three dimensions, single precision.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A point or a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

pub const fn vec3(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    pub const ZERO: Self = vec3(0.0, 0.0, 0.0);
    pub const X: Self = vec3(1.0, 0.0, 0.0);
    pub const Y: Self = vec3(0.0, 1.0, 0.0);
    pub const Z: Self = vec3(0.0, 0.0, 1.0);

    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn cross(self, other: Self) -> Self {
        vec3(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// Of length 1; a vector of no length stays as it is.
    pub fn normalised(self) -> Self {
        self * (1.0 / self.length().max(1e-12))
    }

    /// Each component by its own factor.
    pub fn scaled(self, by: Self) -> Self {
        vec3(self.x * by.x, self.y * by.y, self.z * by.z)
    }

    /// Each component at most 1.
    pub fn min_one(self) -> Self {
        vec3(self.x.min(1.0), self.y.min(1.0), self.z.min(1.0))
    }

    /// From here (0) to there (1).
    pub fn towards(self, there: Self, share: f32) -> Self {
        self * (1.0 - share) + there * share
    }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        vec3(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl AddAssign for Vec3 {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        vec3(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f32> for Vec3 {
    type Output = Self;
    fn mul(self, factor: f32) -> Self {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// A rotation, as the matrix whose columns are the turned axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotation {
    pub x: Vec3,
    pub y: Vec3,
    pub z: Vec3,
}

impl Rotation {
    pub const IDENTITY: Self = Self { x: Vec3::X, y: Vec3::Y, z: Vec3::Z };

    /// About the x axis, in degrees.
    pub fn about_x(angle: f32) -> Self {
        let (s, c) = angle.to_radians().sin_cos();
        Self { x: Vec3::X, y: vec3(0.0, c, s), z: vec3(0.0, -s, c) }
    }

    /// About the y axis, in degrees.
    pub fn about_y(angle: f32) -> Self {
        let (s, c) = angle.to_radians().sin_cos();
        Self { x: vec3(c, 0.0, -s), y: Vec3::Y, z: vec3(s, 0.0, c) }
    }

    /// About the z axis, in degrees.
    pub fn about_z(angle: f32) -> Self {
        let (s, c) = angle.to_radians().sin_cos();
        Self { x: vec3(c, s, 0.0), y: vec3(-s, c, 0.0), z: Vec3::Z }
    }

    /// Yaw about y first, then pitch about x, then roll about z, in degrees.
    pub fn from_yaw_pitch_roll(yaw: f32, pitch: f32, roll: f32) -> Self {
        Self::about_z(roll) * Self::about_x(pitch) * Self::about_y(yaw)
    }

    pub fn inverse(self) -> Self {
        Self {
            x: vec3(self.x.x, self.y.x, self.z.x),
            y: vec3(self.x.y, self.y.y, self.z.y),
            z: vec3(self.x.z, self.y.z, self.z.z),
        }
    }

    /// From this rotation (0) to another (1) about one axis, at an even speed.
    pub fn towards(self, there: Self, share: f32) -> Self {
        let turn = there * self.inverse();
        let (axis, angle) = turn.axis_angle();
        Self::about(axis, angle * share) * self
    }

    /// About an axis of length 1, in radians (Rodrigues).
    fn about(axis: Vec3, angle: f32) -> Self {
        let (s, c) = angle.sin_cos();
        let turned = |v: Vec3| v * c + axis.cross(v) * s + axis * (axis.dot(v) * (1.0 - c));
        Self { x: turned(Vec3::X), y: turned(Vec3::Y), z: turned(Vec3::Z) }
    }

    /// The axis of length 1 and the angle in radians, 0 to pi.
    fn axis_angle(self) -> (Vec3, f32) {
        let doubled = vec3(self.y.z - self.z.y, self.z.x - self.x.z, self.x.y - self.y.x);
        let cos = ((self.x.x + self.y.y + self.z.z - 1.0) / 2.0).clamp(-1.0, 1.0);
        let angle = cos.acos();
        if doubled.length() > 1e-3 {
            return (doubled.normalised(), angle);
        }
        if cos > 0.0 {
            return (Vec3::Y, 0.0);
        }
        // A half turn: matrix + identity = 2 axis axis^T, so its longest column shows the axis.
        let columns = [self.x + Vec3::X, self.y + Vec3::Y, self.z + Vec3::Z];
        let axis = columns.into_iter().max_by(|a, b| a.length().total_cmp(&b.length()));
        (axis.unwrap_or(Vec3::Y).normalised(), angle)
    }
}

impl Mul for Rotation {
    type Output = Self;
    /// First `other`, then this.
    fn mul(self, other: Self) -> Self {
        Self { x: self * other.x, y: self * other.y, z: self * other.z }
    }
}

impl Mul<Vec3> for Rotation {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        self.x * v.x + self.y * v.y + self.z * v.z
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Vec3, b: Vec3) -> bool {
        (a - b).length() < 1e-3
    }

    #[test]
    fn an_inverse_undoes_its_rotation() {
        let rotation = Rotation::from_yaw_pitch_roll(40.0, -25.0, 130.0);
        assert!(close(rotation.inverse() * (rotation * vec3(1.0, 2.0, 3.0)), vec3(1.0, 2.0, 3.0)));
    }

    #[test]
    fn the_way_between_rotations_starts_here_and_ends_there() {
        let here = Rotation::from_yaw_pitch_roll(10.0, 20.0, -30.0);
        for there in [Rotation::from_yaw_pitch_roll(118.0, 34.0, -100.0), here, Rotation::about_x(180.0) * here] {
            let probe = vec3(0.3, -0.5, 0.8);
            assert!(close(here.towards(there, 0.0) * probe, here * probe));
            assert!(close(here.towards(there, 1.0) * probe, there * probe));
        }
    }
}
