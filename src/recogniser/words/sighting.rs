//! What is seen of a signer at one moment.

use crate::recogniser::features::Outline;

/// Hands with body: x right, y down from the middle of the picture, in widths of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// The signer's left hand, then the right one, as they are seen.
    pub hands: [Option<Outline>; 2],
    pub body: Option<Body>,
}

/// What signs are placed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    pub nose: [f32; 2],
    /// The left one, then the right one.
    pub shoulders: [[f32; 2]; 2],
}

impl Sighting {
    /// As a mirror shows it: what was the right hand is a left one.
    pub fn mirrored(&self) -> Self {
        let [left, right] = &self.hands;
        let flip = |hand: &Option<Outline>| hand.as_ref().map(Outline::mirrored);
        Self { hands: [flip(right), flip(left)], body: self.body.map(Body::mirrored) }
    }
}

impl Body {
    /// The middle between the shoulders.
    pub fn middle(&self) -> [f32; 2] {
        let [left, right] = self.shoulders;
        [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0]
    }

    /// Between the shoulders; never 0.
    pub fn width(&self) -> f32 {
        let [left, right] = self.shoulders;
        (left[0] - right[0]).hypot(left[1] - right[1]).max(1e-3)
    }

    fn mirrored(self) -> Self {
        let flip = |[x, y]: [f32; 2]| [-x, y];
        let [left, right] = self.shoulders;
        Self { nose: flip(self.nose), shoulders: [flip(right), flip(left)] }
    }
}
