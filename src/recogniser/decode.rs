//! Turns scores of frames into letters, words, pauses: pure, with time as an argument.

mod lattice;
mod reading;
mod word;

pub use lattice::{Costs, Token};
pub use word::{Decoder, Tuning};

use std::time::Duration;

/// What one frame says.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// On the clock of the stream; rises from frame to frame.
    pub at: Duration,
    /// Probability of each label of the alphabet, or none where no hand is seen.
    pub scores: Option<Vec<f32>>,
    /// How fast the handshape changes, in hand sizes a second.
    pub pace: f32,
    /// The hand was thrown or bounced just now: the same letter may come again.
    pub bounced: bool,
}
