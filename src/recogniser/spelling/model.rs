//! A fingerspelling model as its folder holds it.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use sha2::{Digest, Sha256};

use super::{
    alphabet::Alphabet,
    config::{ARCHITECTURE, Config},
    network::Network,
};
use crate::recogniser::features::{MOTION_FEATURES, Outline, SHAPE_FEATURES, Trail};

/// Networks from landmarks to letters with what must be known to use them; shared by all spellers.
pub struct SpellingModel {
    name: String,
    hash: String,
    config: Config,
    alphabet: Alphabet,
    shape: Network,
    motion: Network,
}

/// Why a fingerspelling model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpellingError {
    /// `config.json` is not what this program understands.
    #[error("{model}/config.json is not a fingerspelling model's: {reason}")]
    Config { model: String, reason: String },
    /// No fingerspelling model is embedded.
    #[error("no fingerspelling model is bundled with this program")]
    Missing,
    /// A file of the model's folder could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    /// `model.safetensors` does not hold the tensors that `config.json` promises.
    #[error("{model}/model.safetensors does not fit its config.json: {source}")]
    Weights { model: String, source: candle_core::Error },
}

impl SpellingModel {
    /// The model that is embedded in the program.
    pub fn bundled() -> Result<Self, SpellingError> {
        let model = weights::MODELS.iter().find(|model| model.name == BUNDLED).ok_or(SpellingError::Missing)?;
        Self::parse(model.name, model.config, model.weights)
    }

    /// A folder with `config.json` and `model.safetensors`; its name becomes the model's.
    pub fn open(folder: &Path) -> Result<Self, SpellingError> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| SpellingError::Read { path, source })
        };
        let (config, weights) = (read("config.json")?, read("model.safetensors")?);
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::parse(&name, &String::from_utf8_lossy(&config), &weights)
    }

    /// From the two files' contents.
    pub fn parse(name: &str, config: &str, weights: &[u8]) -> Result<Self, SpellingError> {
        let refused = |reason: String| SpellingError::Config { model: name.to_owned(), reason };
        let config: Config = serde_json::from_str(config).map_err(|error| refused(error.to_string()))?;
        if config.architecture != ARCHITECTURE {
            return Err(refused(format!("its architecture is {}, not {ARCHITECTURE}", config.architecture)));
        }
        let alphabet = config.shape.labels.with(&config.motion.labels).ok_or_else(|| {
            refused("shapes and motions must have a label for nothing each, and share no other".to_owned())
        })?;
        let misfit = |source| SpellingError::Weights { model: name.to_owned(), source };
        let tensors = candle_core::safetensors::load_buffer(weights, &Device::Cpu).map_err(misfit)?;
        let (shape, motion) = networks(&config, tensors).map_err(misfit)?;
        let hash = Sha256::digest(weights).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { name: name.to_owned(), hash, config, alphabet, shape, motion })
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
