//! Reads fingerspelling from hand landmarks.

pub mod alphabet;
pub mod config;
mod hands;
mod model;
pub mod network;
mod speller;

pub use model::SpellingModel;
pub use speller::Speller;
