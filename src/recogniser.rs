//! Frames in, hypotheses out: reads signing on threads of its own.

pub mod decode;
pub mod features;
pub mod folder;
mod interpreter;
pub mod landmark;
mod model;
mod pool;
mod reader;
pub mod spelling;
pub mod train;
pub mod words;

pub use interpreter::Interpreter;
pub use model::{Model, ModelCard, ModelError};
pub use pool::{Pool, PoolConfig, SignerCounts, SignerHandle, SignerInput};
pub use reader::{ReadError, Reader};

use std::{sync::Arc, time::Duration};

/// Which hand, as the signer has it (the picture is not mirrored).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Side {
    Left,
    Right,
}

/// A hand found in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    /// Stays the same while this hand is tracked from frame to frame.
    pub track: u32,
    /// 21 points in MediaPipe's order, in pixels of the picture (x right, y down; z in the same
    /// unit, smaller is nearer, relative to the wrist).
    pub points: [[f32; 3]; 21],
    /// The same points in metres, around the hand's own centre.
    pub world: [[f32; 3]; 21],
    /// How sure the network is that this is the signer's right hand, 0 to 1.
    pub right: f32,
    /// How sure it is that there is a hand at all, 0 to 1.
    pub presence: f32,
}

impl Hand {
    /// The likelier side.
    pub fn side(&self) -> Side {
        if self.right >= 0.5 { Side::Right } else { Side::Left }
    }
}

/// The body of a person found in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// 33 points in MediaPipe's order, in pixels of the picture (x right, y down; z in the same
    /// unit, smaller is nearer, relative to the middle of the hips). Left is the person's own.
    pub points: [[f32; 3]; 33],
    /// How sure the network is that each point is in the picture, hidden by nothing, 0 to 1.
    pub visibility: [f32; 33],
    /// How sure it is that there is a body at all, 0 to 1.
    pub presence: f32,
}

impl Body {
    /// The points by which signs are placed: nose, then left with right shoulder, elbow, wrist, hip.
    pub const PLACES: [usize; 9] = [0, 11, 12, 13, 14, 15, 16, 23, 24];
}

/// What a stretch of signing says, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypothesis {
    /// Counts the stretches of one signer from 0; revisions of one stretch share it.
    pub segment: u32,
    /// Rises by one with each change.
    pub revision: u32,
    /// Nothing will change any more.
    pub last: bool,
    /// Empty when the stretch turned out to be nothing.
    pub text: String,
    /// The first so many characters of `text` are settled.
    pub stable: usize,
    /// On the clock of the stream.
    pub start: Duration,
    pub end: Duration,
    /// 0 to 1.
    pub confidence: f32,
    /// Other readings, best first.
    pub alternatives: Vec<String>,
    /// The name of the model that read it.
    pub model: Arc<str>,
}
