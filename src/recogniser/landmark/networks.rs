//! The two networks that find hands.

use std::path::Path;

use super::LandmarkError;

/// A palm detector with the landmark network that follows it; shared by all signers.
#[derive(Debug)]
pub struct HandNetworks {}

impl HandNetworks {
    /// The full networks embedded in the binary.
    pub fn bundled() -> Result<Self, LandmarkError> {
        Self::parse(weights::nets::PALM_FULL, weights::nets::HAND_FULL)
    }

    /// `palm_detection_full.tflite` with `hand_landmark_full.tflite` from a folder.
    pub fn open(dir: &Path) -> Result<Self, LandmarkError> {
        let read = |name: &str| {
            let path = dir.join(name);
            std::fs::read(&path).map_err(|source| LandmarkError::File { path, source })
        };
        Self::parse(&read("palm_detection_full.tflite")?, &read("hand_landmark_full.tflite")?)
    }

    /// A pair of networks from the bytes of their `.tflite` files.
    pub fn parse(_palm: &[u8], _hand: &[u8]) -> Result<Self, LandmarkError> {
        Ok(Self {})
    }
}
