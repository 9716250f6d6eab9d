//! The two networks that find hands.

use std::path::Path;

use crate::recogniser::landmark::{
    LandmarkError,
    network::Network,
    vision::{PalmReader, hand, palm},
};

/// A palm detector with the landmark network that follows it; shared by all signers.
#[derive(Debug)]
pub struct HandNetworks {
    pub(super) palm: Network,
    pub(super) hand: Network,
    pub(super) palm_reader: PalmReader,
}

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
    pub fn parse(palm: &[u8], hand: &[u8]) -> Result<Self, LandmarkError> {
        let palm = Network::parse(palm, &[0, 1])?;
        let hand = Network::parse(hand, &[0, 1, 2, 3])?;
        let palm_reader = PalmReader::new();
        if (palm.input_len(), palm.output_len()) != (palm::SIZE * palm::SIZE * 3, palm_reader.outputs_len()) {
            return Err(LandmarkError::Kind("palm detector"));
        }
        if (hand.input_len(), hand.output_len()) != (hand::SIZE * hand::SIZE * 3, hand::OUTPUTS) {
            return Err(LandmarkError::Kind("hand landmark network"));
        }
        Ok(Self { palm, hand, palm_reader })
    }
}
