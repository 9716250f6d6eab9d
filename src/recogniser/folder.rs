//! A model's folder: `config.json` with `model.safetensors` beside it.

use std::{
    borrow::Cow,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use candle_core::{Device, Tensor};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// What a folder holds, not yet understood.
pub struct ModelFolder<'a> {
    /// The folder's own name, which is the model's.
    pub name: String,
    pub config: Cow<'a, str>,
    pub weights: Cow<'a, [u8]>,
}

/// A published landmark network, for whose landmarks a model was trained.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Landmarks {
    pub network: String,
    /// Of the network's file, in hexadecimal.
    pub sha256: String,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// `config.json` is not what this program understands.
    #[error("{model}/config.json cannot be used: {reason}")]
    Config { model: String, reason: String },
    /// No such model is embedded.
    #[error("no model {0} is bundled with this program")]
    Missing(&'static str),
    /// A file of the model's folder could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    /// `model.safetensors` does not hold the tensors that `config.json` promises.
    #[error("{model}/model.safetensors does not fit its config.json: {source}")]
    Weights { model: String, source: candle_core::Error },
}

impl Landmarks {
    /// The network that finds the 21 points of a hand.
    pub fn of_hands() -> Self {
        Self {
            network: "hand_landmark_full.tflite".to_owned(),
            sha256: "8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68".to_owned(),
        }
    }
}

impl ModelFolder<'static> {
    /// One that is embedded in the program.
    pub fn bundled(name: &'static str) -> Result<Self, FolderError> {
        let model = weights::MODELS.iter().find(|model| model.name == name).ok_or(FolderError::Missing(name))?;
        Ok(Self { name: name.to_owned(), config: model.config.into(), weights: model.weights.into() })
    }

    /// One on disk.
    pub fn open(folder: &Path) -> Result<Self, FolderError> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| FolderError::Read { path, source })
        };
        let (config, weights) = (read("config.json")?, read("model.safetensors")?);
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { name, config: String::from_utf8_lossy(&config).into_owned().into(), weights: weights.into() })
    }
}

impl ModelFolder<'_> {
    /// SHA-256 of `model.safetensors` in hexadecimal, as captions cite it.
    pub fn hash(&self) -> String {
        Sha256::digest(&self.weights).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What kind of model it is, as its `config.json` says; empty if it does not say.
    pub fn architecture(&self) -> String {
        let config: serde_json::Value = serde_json::from_str(&self.config).unwrap_or_default();
        config["architecture"].as_str().unwrap_or_default().to_owned()
    }

    /// `config.json` of a model of this architecture.
    pub fn config<C: DeserializeOwned>(&self, architecture: &str) -> Result<C, FolderError> {
        let found = self.architecture();
        if found != architecture {
            return Err(self.refused(format!("its architecture is \"{found}\", not \"{architecture}\"")));
        }
        serde_json::from_str(&self.config).map_err(|error| self.refused(error.to_string()))
    }

    pub fn tensors(&self) -> Result<HashMap<String, Tensor>, FolderError> {
        candle_core::safetensors::load_buffer(&self.weights, &Device::Cpu).map_err(|source| self.misfit(source))
    }

    pub fn refused(&self, reason: String) -> FolderError {
        FolderError::Config { model: self.name.clone(), reason }
    }

    pub fn misfit(&self, source: candle_core::Error) -> FolderError {
        FolderError::Weights { model: self.name.clone(), source }
    }
}
