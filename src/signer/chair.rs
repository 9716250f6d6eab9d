//! The chair that is left when nobody sits before the camera.

use super::{
    geometry::{Vec3, vec3},
    light::Light,
    solid::{rod, rounded_box},
    trace::{Surface, openness},
};

/// A chair's back on two posts, its middle at the origin.
#[derive(Clone, Copy)]
pub(super) struct Chair {
    pub(super) light: Light,
    pub(super) cloth: Vec3,
}

impl Surface for Chair {
    fn distance(&self, p: Vec3) -> f32 {
        let q = vec3(p.x.abs(), p.y, p.z);
        let back = rounded_box(p, Vec3::ZERO, vec3(20.0, 16.0, 3.0), 2.8);
        let rest = rounded_box(p, vec3(0.0, 24.0, 0.0), vec3(11.0, 5.0, 2.5), 2.3);
        let post = rod(q, vec3(8.0, 30.0, -2.0), vec3(9.0, -60.0, -4.0), 1.4, 1.4);
        back.min(rest).min(post)
    }

    fn light(&self, p: Vec3, normal: Vec3, ray: Vec3) -> Vec3 {
        self.light.reflected(self.cloth, normal, ray, openness(self, p, normal, 1.2, 0.09))
    }
}
