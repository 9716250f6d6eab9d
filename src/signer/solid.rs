//! Solids that signed distances are known of.

use super::geometry::{Vec3, vec3};

/// An ellipsoid around a centre; a close guess that errs to the near side.
pub(super) fn ellipsoid(p: Vec3, centre: Vec3, radii: Vec3) -> f32 {
    let inverse = vec3(1.0 / radii.x, 1.0 / radii.y, 1.0 / radii.z);
    let unit = (p - centre).scaled(inverse);
    let length = unit.length() + 1e-6;
    0.95 * length * (length - 1.0) / (unit.scaled(inverse).length() + 1e-6)
}

/// A box around a centre with rounded edges; `half` is half its size.
pub(super) fn rounded_box(p: Vec3, centre: Vec3, half: Vec3, rounding: f32) -> f32 {
    let p = p - centre;
    let out = vec3(p.x.abs() - half.x + rounding, p.y.abs() - half.y + rounding, p.z.abs() - half.z + rounding);
    let beyond = vec3(out.x.max(0.0), out.y.max(0.0), out.z.max(0.0));
    beyond.length() + out.x.max(out.y).max(out.z).min(0.0) - rounding
}

/// A round-ended rod of changing thickness.
pub(super) fn rod(p: Vec3, start: Vec3, end: Vec3, radius: f32, end_radius: f32) -> f32 {
    let along = end - start;
    let share = ((p - start).dot(along) / along.dot(along)).clamp(0.0, 1.0);
    (p - start - along * share).length() - (radius + (end_radius - radius) * share)
}
