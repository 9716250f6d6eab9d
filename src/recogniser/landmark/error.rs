//! Why landmarks could not be had.

use std::path::PathBuf;

use super::{plan::PlanError, tflite::FormatError};

/// Why landmarks could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LandmarkError {
    /// A network's file could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A network's file is damaged or uses what we do not know.
    #[error("a landmark network is not readable: {0}")]
    Format(#[from] FormatError),
    /// The networks are not a detector with the landmark network that belongs to it.
    #[error("the {0} is not the published kind: its input or outputs have other sizes")]
    Kind(&'static str),
    /// The picture's bytes do not fit its width and height.
    #[error("a picture of {width}x{height} cannot have {bytes} bytes")]
    Picture { width: usize, height: usize, bytes: usize },
    /// A network's graph has a form that we cannot lower.
    #[error("a landmark network cannot be lowered: {0}")]
    Plan(#[from] PlanError),
    /// The network could not be executed.
    #[error("a landmark network cannot be run: {0}")]
    Run(#[from] candle_core::Error),
}
