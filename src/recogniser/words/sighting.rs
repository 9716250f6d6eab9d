//! What is seen of a signer at one moment.

use crate::recogniser::{Body, features::Outline};

/// Hands with body: x right, y down from the middle of the picture, in widths of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// The signer's left hand, then the right one, as they are seen.
    pub hands: [Option<Outline>; 2],
    pub body: Option<Torso>,
}

/// What signs are placed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Torso {
    pub nose: [f32; 2],
    /// The left one, then the right one.
    pub shoulders: [[f32; 2]; 2],
}

impl Sighting {
    /// As a mirror shows it: what was the right hand is a left one.
    pub fn mirrored(&self) -> Self {
        let [left, right] = &self.hands;
        let flip = |hand: &Option<Outline>| hand.as_ref().map(Outline::mirrored);
        Self { hands: [flip(right), flip(left)], body: self.body.map(Torso::mirrored) }
    }
}

impl Torso {
    /// Of a body in a picture of this size in pixels, if its shoulders are seen.
    pub fn of(body: &Body, (width, height): (usize, usize)) -> Option<Self> {
        let [nose, left, right, ..] = Body::PLACES;
        let (width, height) = (width.max(1) as f32, height as f32);
        let place = |point: usize| {
            let [x, y, _] = body.points[point];
            [x / width - 0.5, (y - height / 2.0) / width]
        };
        let seen = [left, right].iter().all(|&shoulder| body.visibility[shoulder] >= SEEN);
        seen.then(|| Self { nose: place(nose), shoulders: [place(left), place(right)] })
    }

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

/// The least visibility of a shoulder.
const SEEN: f32 = 0.5;
