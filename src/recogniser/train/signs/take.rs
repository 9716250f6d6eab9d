//! A sign as a tracker reports it: landmarks frame by frame, in the layout of recorded ones.

use super::super::random::Random;
use crate::recogniser::{
    features::Outline,
    words::{Sighting, Torso},
};

/// A short sequence of frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// Frames a second.
    pub rate: f32,
    pub frames: Vec<Frame>,
}

/// What is found in one picture; x, y are fractions of its width, height.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Nose, then left with right shoulder, elbow, wrist, hip: x, y, z, visibility.
    pub pose: Option<[[f32; 4]; 9]>,
    /// The signer's left hand, then the right one.
    pub hands: [Option<[[f32; 3]; 21]>; 2],
    /// Height over width of a pixel's fractions: one unit of y is so many units of x.
    pub aspect: f32,
}

impl Take {
    /// Of somebody's camera, in frames a second.
    pub(in crate::recogniser::train) fn any_rate(random: &mut Random) -> f32 {
        if random.chance(0.5) { 15.0 } else { random.uniform(9.0, 26.0) }
    }

    /// As a mirror shows it: what was the right hand is a left one.
    pub fn mirrored(&self) -> Self {
        let frames = self.frames.iter().map(Frame::mirrored).collect();
        Self { frames, ..*self }
    }
}

impl Frame {
    /// A hand, in widths of the picture; the left one is the first.
    pub(super) fn outline(&self, side: usize) -> Option<Outline> {
        self.hands[side].map(|points| Outline(points.map(|[x, y, _]| [x, y * self.aspect])))
    }

    /// A point of the pose, in widths of the picture.
    pub(super) fn joint(&self, point: usize) -> Option<[f32; 2]> {
        self.pose.map(|pose| [pose[point][0], pose[point][1] * self.aspect])
    }

    /// The middle between the shoulders with their width, in widths of the picture.
    pub(super) fn shoulders(&self) -> Option<([f32; 2], f32)> {
        let ([lx, ly], [rx, ry]) = (self.joint(1)?, self.joint(2)?);
        Some(([(lx + rx) / 2.0, (ly + ry) / 2.0], (lx - rx).hypot(ly - ry)))
    }

    /// Around the middle of the picture, in its widths.
    pub(in crate::recogniser::train) fn sighting(&self) -> Sighting {
        let centred = |[x, y]: [f32; 2]| [x - 0.5, y - 0.5 * self.aspect];
        let hands = [0, 1].map(|side| self.outline(side).map(|outline| Outline(outline.0.map(centred))));
        let joint = |point: usize| self.joint(point).map(centred);
        let body = joint(0).zip(joint(1)).zip(joint(2));
        Sighting { hands, body: body.map(|((nose, left), right)| Torso { nose, shoulders: [left, right] }) }
    }

    fn mirrored(&self) -> Self {
        let pose = self.pose.map(|pose| {
            MIRRORED_POSE.map(|point| {
                let [x, y, z, visibility] = pose[point];
                [1.0 - x, y, z, visibility]
            })
        });
        let [left, right] = self.hands.map(|hand| hand.map(|points| points.map(|[x, y, z]| [1.0 - x, y, z])));
        Self { pose, hands: [right, left], ..*self }
    }
}

/// Where each point of the pose is found in its mirror image.
const MIRRORED_POSE: [usize; 9] = [0, 2, 1, 4, 3, 6, 5, 8, 7];
