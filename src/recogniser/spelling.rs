//! Reads fingerspelling from hand landmarks.

mod model;
mod speller;

pub use model::{SpellingError, SpellingModel};
pub use speller::Speller;
