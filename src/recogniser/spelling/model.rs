//! A fingerspelling model as its folder holds it.

use std::{collections::HashMap, path::Path};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;

use super::{
    alphabet::Alphabet,
    config::{ARCHITECTURE, Config},
    network::Network,
};
use crate::recogniser::{
    features::{MOTION_FEATURES, Outline, SHAPE_FEATURES, Trail},
    folder::{FolderError, ModelFolder},
};

/// Networks from landmarks to letters with what must be known to use them; shared by all spellers.
pub struct SpellingModel {
    name: String,
    hash: String,
    config: Config,
    alphabet: Alphabet,
    shape: Network,
    motion: Network,
}

impl SpellingModel {
    /// The model that is embedded in the program.
    pub fn bundled() -> Result<Self, FolderError> {
        Self::parse(&ModelFolder::bundled(BUNDLED)?)
    }

    /// A folder with `config.json` and `model.safetensors`; its name becomes the model's.
    pub fn open(folder: &Path) -> Result<Self, FolderError> {
        Self::parse(&ModelFolder::open(folder)?)
    }

    pub fn parse(folder: &ModelFolder<'_>) -> Result<Self, FolderError> {
        let config: Config = folder.config(ARCHITECTURE)?;
        let alphabet = config.shape.labels.with(&config.motion.labels).ok_or_else(|| {
            folder.refused("shapes and motions must have a label for nothing each, and share no other".to_owned())
        })?;
        let (shape, motion) = networks(&config, folder.tensors()?).map_err(|source| folder.misfit(source))?;
        Ok(Self { name: folder.name.clone(), hash: folder.hash(), config, alphabet, shape, motion })
    }

    /// The model's name, as captions cite it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of `model.safetensors` in hexadecimal, as captions cite it.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// ISO 639-3 code of the sign language that is spelled in.
    pub fn language(&self) -> &str {
        &self.config.language
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What [`Self::score`] scores: all shapes, then all motions.
    pub fn alphabet(&self) -> &Alphabet {
        &self.alphabet
    }

    /// Probability of each label for a hand as it is now, given the way it came.
    pub fn score(&self, outline: &Outline, trail: &Trail) -> Result<Vec<f32>, candle_core::Error> {
        let mut scores = self.shape.score(&outline.features())?;
        let motions = match trail.features() {
            Some(features) => self.motion.score(&features)?,
            None => vec![0.0; self.config.motion.labels.len()],
        };
        let nothing = self.config.motion.labels.nothing();
        let moving: Vec<f32> =
            (0..motions.len()).filter(|&label| Some(label) != nothing).map(|label| motions[label]).collect();
        let still = 1.0 - moving.iter().sum::<f32>();
        scores.iter_mut().for_each(|score| *score *= still);
        scores.extend(moving);
        Ok(scores)
    }
}

fn networks(config: &Config, tensors: HashMap<String, Tensor>) -> candle_core::Result<(Network, Network)> {
    let vb = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    let (shape, motion) = (&config.shape, &config.motion);
    Ok((
        Network::load(SHAPE_FEATURES, &shape.hidden, shape.labels.len(), shape.members, &vb.pp("shape"))?,
        Network::load(MOTION_FEATURES, &motion.hidden, motion.labels.len(), motion.members, &vb.pp("motion"))?,
    ))
}

/// The bundled model's name.
const BUNDLED: &str = "fingerspelling-ase";
