//! Why landmarks could not be had.

use std::path::PathBuf;

/// Why landmarks could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LandmarkError {
    /// A network's file could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// The picture's bytes do not fit its width and height.
    #[error("a picture of {width}x{height} cannot have {bytes} bytes")]
    Picture { width: usize, height: usize, bytes: usize },
}
