//! The two networks that find a body.

use crate::recogniser::landmark::{
    LandmarkError,
    network::Network,
    vision::{PersonReader, body, person},
};

/// A person detector with the landmark network that follows it; shared by all signers.
#[derive(Debug)]
pub struct BodyNetworks {
    pub(super) person: Network,
    pub(super) body: Network,
    pub(super) person_reader: PersonReader,
}

impl BodyNetworks {
    /// The networks embedded in the binary, of which the landmark network is the lite one.
    pub fn bundled() -> Result<Self, LandmarkError> {
        Self::parse(weights::nets::POSE_DETECTION, weights::nets::POSE_LITE)
    }

    /// A pair of networks from the bytes of their `.tflite` files.
    pub fn parse(person: &[u8], body: &[u8]) -> Result<Self, LandmarkError> {
        let person = Network::parse(person, &[0, 1])?;
        let body = Network::parse(body, &body::WANTED)?;
        let person_reader = PersonReader::new();
        if (person.input_len(), person.output_len()) != (person::SIZE * person::SIZE * 3, person_reader.outputs_len()) {
            return Err(LandmarkError::Kind("person detector"));
        }
        if (body.input_len(), body.output_len()) != (body::SIZE * body::SIZE * 3, body::OUTPUTS) {
            return Err(LandmarkError::Kind("body landmark network"));
        }
        Ok(Self { person, body, person_reader })
    }
}
