//! A fingerspelling model as its folder holds it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Networks from landmarks to letters with what must be known to use them; shared by all spellers.
pub struct SpellingModel {
    name: String,
    hash: String,
}

/// Why a fingerspelling model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpellingError {
    /// A file of the model's folder could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    /// No fingerspelling model is embedded.
    #[error("no fingerspelling model is bundled with this program")]
    Missing,
}

impl SpellingModel {
    /// The model that is embedded in the program.
    pub fn bundled() -> Result<Self, SpellingError> {
        Err(SpellingError::Missing)
    }

    /// A folder with `config.json` and `model.safetensors`; its name becomes the model's.
    pub fn open(folder: &Path) -> Result<Self, SpellingError> {
        let path = folder.join("model.safetensors");
        let weights = fs::read(&path).map_err(|source| SpellingError::Read { path, source })?;
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { name, hash: Sha256::digest(&weights).iter().map(|byte| format!("{byte:02x}")).collect() })
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
        "ase"
    }
}
