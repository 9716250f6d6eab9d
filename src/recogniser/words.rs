//! Reads signed words from hand landmarks: a causal network over what is seen of hands with body.
//!
//! `slots` tells the left hand from the right one, `steps` gives the network an even pace, `features`
//! says what it sees at a step, `network` scores that, `telling` decides when a word was signed.

pub mod config;
pub mod features;
mod model;
pub mod network;
mod reader;
mod sighting;
mod slots;
pub mod steps;
pub mod telling;

pub use model::WordsModel;
pub use reader::WordReader;
pub use sighting::{Sighting, Torso};
