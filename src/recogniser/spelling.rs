//! Reads fingerspelling from hand landmarks.

pub mod alphabet;
mod model;
pub mod network;
mod speller;

pub use model::{SpellingError, SpellingModel};
pub use speller::Speller;
