//! Finds the landmarks of hands or of a body in pictures.
//!
//! The networks are MediaPipe's, read from their published files; everything that runs them is
//! ours: `tflite` reads a file into a graph, `plan` lowers the graph to a few dozen fused steps,
//! `engine` runs the steps with `kernels`, and `network` makes that one Candle operation.

mod body;
pub mod composed;
pub mod engine;
mod error;
mod hands;
mod kernels;
pub mod network;
mod picture;
pub mod plan;
pub mod tflite;
mod timing;
mod vision;

pub use body::{BodyNetworks, BodyTracker};
pub use error::LandmarkError;
pub use hands::{HandNetworks, HandTracker};
pub use kernels::Isa;
pub use timing::{BodyTiming, Stage, Timing};
