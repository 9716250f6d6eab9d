//! The head with the upper body behind a signing hand.

use super::{
    flesh::blend,
    geometry::{Vec3, vec3},
    light::Light,
    skin::SkinTone,
    solid::{ellipsoid, rod, rounded_box},
    trace::{Surface, openness},
};

/// A person's upper half; the head's centre is the origin, the face looks along z.
#[derive(Clone, Copy)]
pub(super) struct Body {
    pub(super) light: Light,
    pub(super) skin: SkinTone,
    pub(super) hair: Vec3,
    pub(super) cloth: Vec3,
    pub(super) elbows: [Vec3; 2],
}

impl Surface for Body {
    fn distance(&self, p: Vec3) -> f32 {
        head(p).min(hair(p)).min(self.torso(p))
    }

    fn light(&self, p: Vec3, normal: Vec3, ray: Vec3) -> Vec3 {
        let (head, hair, torso) = (head(p), hair(p), self.torso(p));
        let colour = if hair < head.min(torso) {
            self.hair
        } else if torso < head {
            self.cloth
        } else {
            self.face(p)
        };
        self.light.reflected(colour, normal, ray, openness(self, p, normal, 1.2, 0.09))
    }
}

impl Body {
    /// Trunk and upper arms, in their clothes.
    fn torso(&self, p: Vec3) -> f32 {
        let arm = |elbow: Vec3| rod(p, vec3(17.0_f32.copysign(elbow.x), -23.5, -5.0), elbow, 5.6, 4.6);
        blend(trunk(p), arm(self.elbows[0]).min(arm(self.elbows[1])), 2.5)
    }

    /// The skin with what is painted on it: eyes, brows, mouth, nostrils.
    fn face(&self, p: Vec3) -> Vec3 {
        let aside = p.x.abs();
        let inside = |dx: f32, dy: f32, width: f32, height: f32| (dx / width).powi(2) + (dy / height).powi(2);
        if p.z < 2.0 {
            return self.skin.0;
        }
        let eye = inside(aside - 3.1, p.y - 0.4, 1.5, 0.62);
        if inside(aside - 3.0, p.y - 0.4, 0.65, 0.65) < 1.0 && eye < 1.0 {
            return vec3(0.06, 0.04, 0.03);
        }
        if eye < 1.0 {
            return vec3(0.75, 0.73, 0.70);
        }
        if eye < 1.25 && p.y > 0.35 {
            return self.skin.0 * 0.32;
        }
        if inside(aside - 3.2, p.y - 2.4 + 0.05 * (aside - 3.0).powi(2), 2.0, 0.38) < 1.0 {
            return self.hair * 1.2;
        }
        if inside(p.x, p.y + 6.2, 2.4, 0.75) < 1.0 {
            let lips = self.skin.0.scaled(vec3(0.80, 0.52, 0.55));
            return if (p.y + 6.2).abs() < 0.12 && aside < 2.3 { lips * 0.5 } else { lips };
        }
        if inside(aside - 0.6, p.y + 4.0, 0.35, 0.22) < 1.0 {
            return self.skin.0 * 0.38;
        }
        self.skin.0
    }
}

pub(super) fn head(p: Vec3) -> f32 {
    let q = vec3(p.x.abs(), p.y, p.z);
    let skull = ellipsoid(p, vec3(0.0, 2.2, -1.2), vec3(7.4, 9.0, 9.0));
    let jaw = ellipsoid(p, vec3(0.0, -5.2, 1.2), vec3(5.4, 6.0, 6.4));
    let nose = ellipsoid(p, vec3(0.0, -2.0, 8.1), vec3(1.25, 2.3, 1.9));
    let ear = ellipsoid(q, vec3(7.4, -0.5, -1.0), vec3(0.9, 2.8, 1.8));
    let neck = rod(p, vec3(0.0, -6.0, -2.5), vec3(0.0, -16.0, -4.0), 5.0, 5.6);
    blend(blend(blend(skull, jaw, 4.0), nose, 1.2).min(ear), neck, 1.5)
}

/// A cap that leaves the face free.
fn hair(p: Vec3) -> f32 {
    let free = p.y - 2.2 + (1.0 - p.z).max(0.0) * 1.2;
    ellipsoid(p, vec3(0.0, 3.6, -2.0), vec3(8.3, 9.2, 9.6)).max(-free * 0.64)
}

pub(super) fn trunk(p: Vec3) -> f32 {
    let q = vec3(p.x.abs(), p.y, p.z);
    let shoulders = rod(q, vec3(0.0, -22.0, -5.0), vec3(15.5, -23.5, -5.0), 7.0, 6.2);
    let chest = ellipsoid(p, vec3(0.0, -45.0, -4.0), vec3(17.5, 27.0, 11.0));
    let hips = rounded_box(p, vec3(0.0, -78.0, -4.0), vec3(16.0, 24.0, 9.5), 9.0);
    blend(blend(shoulders, chest, 5.0), hips, 4.0)
}

/// The elbows of arms that hang.
pub(super) const HANGING: [Vec3; 2] = [vec3(21.0, -50.0, -3.0), vec3(-21.0, -50.0, -3.0)];
