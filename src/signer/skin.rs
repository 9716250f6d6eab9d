//! What the skin of a hand looks like at a point: its tint, its creases, its nails.

use super::{
    flesh::{Bone, Flesh},
    geometry::{Vec3, vec3},
    noise,
};

/// The colour of one person's skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkinTone(pub Vec3);

impl SkinTone {
    /// From light to dark, in linear light.
    pub const ALL: [Self; 5] = [
        Self(vec3(0.80, 0.58, 0.46)),
        Self(vec3(0.70, 0.47, 0.35)),
        Self(vec3(0.56, 0.35, 0.24)),
        Self(vec3(0.38, 0.22, 0.145)),
        Self(vec3(0.22, 0.125, 0.085)),
    ];

    /// The colour of a point on a hand's surface, in the hand's frame.
    pub(super) fn on_hand(self, flesh: &Flesh, p: Vec3) -> Vec3 {
        let blotch = 0.6 * noise::over_space(p * 0.9 + OFFSET) + 0.4 * noise::over_space(p * 2.7 + OFFSET) - 0.5;
        let tinted = self.0.scaled(vec3(1.0, 1.0 - 0.06 * blotch, 1.0 - 0.06 * blotch)) * (1.0 + 0.16 * blotch);
        let nearest = flesh.nearest(p);
        let Some(bone) = nearest.bone else {
            let palmar = vec3(1.10, 1.05, 1.06);
            let inside = p.z > -0.2 && p.y > -1.0;
            let creased = if inside { 0.34 * palm_crease(p) * ((p.z + 0.2) * 2.0).clamp(0.0, 1.0) } else { 0.0 };
            return darkened(if inside { tinted.scaled(palmar) } else { tinted }, creased);
        };

        let length = bone.capsule.along.length();
        let (share, away) = bone.capsule.nearest(p);
        let side = away.dot(bone.palmar) / (away.length() + 1e-6);
        let palmar = (1.5 * side + 0.5).clamp(0.0, 1.0);
        let (from_start, from_end) = (share * length, (1.0 - share) * length);
        // Palms are paler, knuckles and tips redder.
        let red = bump(from_start, 0.6) + if nearest.segment == 2 { ((share - 0.3) / 0.7).max(0.0) } else { 0.0 };
        let mut colour = tinted.scaled(vec3(1.0, 1.0, 1.0) + vec3(0.10, 0.05, 0.06) * palmar);
        colour = colour.scaled(vec3(1.0 + 0.05 * red, 1.0 - 0.06 * red, 1.0 - 0.05 * red));

        let mut dark = 0.30 * (-nearest.gap.max(0.0) / 0.05).exp();
        if !(nearest.thumb && nearest.segment == 0) {
            dark += 0.42 * palmar * fold(nearest.segment, from_start, from_end)
                + 0.22 * (1.0 - palmar) * knuckle(nearest.segment, from_start, from_end);
        }
        let (nail, rim) =
            if nearest.segment == 2 && side < 0.0 { nail(bone, p, from_start, length) } else { (0.0, 0.0) };
        let dark = (dark + 0.38 * rim).min(0.7);
        let plate = (self.0.scaled(vec3(1.08, 0.98, 1.05)) + vec3(0.04, 0.035, 0.045)).min_one();
        darkened(colour, dark).towards(plate, nail * (1.0 - 0.8 * dark))
    }
}

/// The folds across the inside of a finger, at its joints.
fn fold(segment: usize, from_start: f32, from_end: f32) -> f32 {
    let near = if segment == 0 {
        bump(from_start - 2.0, 0.09)
    } else {
        bump(from_start, 0.07) + 0.6 * bump(from_start - 0.28, 0.06)
    };
    let far = if segment < 2 { 0.6 * bump(from_end - 0.10, 0.07) } else { 0.0 };
    near + far
}

/// The wrinkles on the back of a finger, over its joints.
fn knuckle(segment: usize, from_start: f32, from_end: f32) -> f32 {
    let wrinkles =
        |from: f32, first: i32, last: i32| -> f32 { (first..=last).map(|i| bump(from - 0.22 * i as f32, 0.06)).sum() };
    let near = if segment > 0 { wrinkles(from_start, -1, 1) } else { 0.0 };
    let far = if segment == 1 { 0.7 * wrinkles(from_end - 0.12, 0, 1) } else { 0.0 };
    near + far
}

/// How much of a nail's plate, and how much of its rim, covers a point on the back of a fingertip.
fn nail(bone: &Bone, p: Vec3, from_start: f32, length: f32) -> (f32, f32) {
    let across = bone.capsule.along.cross(bone.palmar).normalised();
    let radius = bone.capsule.radius + 0.5 * bone.capsule.widening;
    let along = (from_start - 0.78 * length) / (0.88 * radius);
    let aside = (p - bone.capsule.start).dot(across) / (0.74 * radius);
    let shape = along.powi(4) + aside.powi(4);
    (((1.15 - shape) / 0.3).clamp(0.0, 1.0), bump(shape - 1.1, 0.16))
}

/// The lines of the palm and of the wrist, 0 to 1.
fn palm_crease(p: Vec3) -> f32 {
    let mut deepest: f32 = 0.0;
    for [x0, y0, x1, y1] in PALM_LINES {
        let (start, along) = (vec3(x0, y0, 0.0), vec3(x1 - x0, y1 - y0, 0.0));
        let from_start = vec3(p.x, p.y, 0.0) - start;
        let share = (from_start.dot(along) / along.dot(along)).clamp(0.0, 1.0);
        let distance = (from_start - along * share).length();
        deepest = deepest.max(bump(distance, 0.085) + 0.25 * bump(distance, 0.3));
    }
    deepest
}

/// Darkened by 0 to 1; creases keep more of their red.
fn darkened(colour: Vec3, dark: f32) -> Vec3 {
    colour.scaled(vec3(1.0 - 0.75 * dark, 1.0 - dark, 1.0 - dark))
}

/// A Gaussian bump of height 1.
fn bump(x: f32, width: f32) -> f32 {
    let x = x / width;
    if x.abs() > 3.0 { 0.0 } else { (-x * x).exp() }
}

/// Keeps the noise away from its origin, where its lattice repeats for negative places.
const OFFSET: Vec3 = vec3(50.0, 50.0, 50.0);
/// Heart, head and life line, and two across the wrist: from x, y to x, y in the palm's plane.
const PALM_LINES: [[f32; 4]; 11] = [
    [3.4, 7.2, 1.6, 7.5],
    [1.6, 7.5, -0.6, 6.7],
    [-0.6, 6.7, -3.6, 6.6],
    [3.4, 6.6, 1.2, 6.0],
    [1.2, 6.0, -1.0, 4.6],
    [-1.0, 4.6, -2.6, 3.6],
    [3.4, 6.5, 1.6, 5.2],
    [1.6, 5.2, 0.4, 3.4],
    [0.4, 3.4, 0.1, 1.4],
    [2.1, 0.1, -2.1, 0.1],
    [1.9, -0.35, -1.9, -0.35],
];
