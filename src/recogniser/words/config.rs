//! `config.json` of a model that reads words.

use serde::{Deserialize, Serialize};

use super::telling::Tuning;
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
    /// Steps a second.
    pub rate: f32,
    /// Numbers that a layer gives for each step.
    pub width: usize,
    /// Of each block, in steps.
    pub dilations: Vec<usize>,
    /// What its scores stand for, in order; before them is one that stands for nothing.
    pub words: Vec<Word>,
    /// When a word counts as signed.
    pub telling: Tuning,
}

/// A word with the sign that is made for it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The sign's name in its dictionary.
    pub sign: String,
    /// As captions show it.
    pub text: String,
}

/// The only architecture there is so far.
pub const ARCHITECTURE: &str = "signs-causal-convolutions";
