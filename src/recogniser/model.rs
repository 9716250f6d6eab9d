//! Everything learned that one recogniser needs, loaded once and shared by all its readers.

use std::path::Path;

/// The landmark networks and one of our own models on top of them.
pub struct Model {
    name: String,
    hash: String,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The program was built without a model.
    #[error("no model is bundled with this program")]
    Missing,
}

impl Model {
    /// The model that is embedded in the program.
    pub fn bundled() -> Result<Self, ModelError> {
        Err(ModelError::Missing)
    }

    /// A model of one's own: a folder with `config.json` and `model.safetensors`.
    pub fn open(_folder: &Path) -> Result<Self, ModelError> {
        Err(ModelError::Missing)
    }

    /// The model's name, as captions cite it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of `model.safetensors` in hexadecimal, as captions cite it.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
