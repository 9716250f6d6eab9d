//! `config.json` of a fingerspelling model.

use serde::{Deserialize, Serialize};

use super::alphabet::Alphabet;
use crate::recogniser::folder::Landmarks;

/// What must be known to use the weights beside it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which kind of network this is: [`ARCHITECTURE`].
    pub architecture: String,
    /// ISO 639-3 code of the sign language.
    pub language: String,
    /// The network whose landmarks the model was trained for.
    pub landmarks: Landmarks,
    /// Still handshapes.
    pub shape: Head,
    /// Letters that are movements; its other labels must be none of the shapes'.
    pub motion: Head,
}

/// An ensemble of perceptrons.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What its scores stand for, in order.
    pub labels: Alphabet,
    /// Sizes of the hidden layers.
    pub hidden: Vec<usize>,
    /// How many perceptrons vote.
    pub members: usize,
}

/// The only architecture there is so far.
pub const ARCHITECTURE: &str = "fingerspelling-perceptrons";
