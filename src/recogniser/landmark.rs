//! Finds the landmarks of hands in pictures.

mod error;
mod networks;
mod tracker;

pub use error::LandmarkError;
pub use networks::HandNetworks;
pub use tracker::{HandTracker, Timing};
