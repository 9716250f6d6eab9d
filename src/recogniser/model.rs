//! Everything learned that one recogniser needs, loaded once for all its readers.

use std::{path::Path, sync::Arc};

use super::{
    landmark::{HandNetworks, LandmarkError},
    spelling::{SpellingError, SpellingModel},
};

/// The networks that find hands, with one of our own models on top of them.
pub struct Model {
    pub(super) hands: Arc<HandNetworks>,
    pub(super) spelling: Arc<SpellingModel>,
    report: Option<String>,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The networks that find hands cannot be used.
    #[error(transparent)]
    Landmarks(#[from] LandmarkError),
    /// Our own model cannot be used.
    #[error(transparent)]
    Spelling(#[from] SpellingError),
}

impl Model {
    /// What is embedded in the program.
    pub fn bundled() -> Result<Self, ModelError> {
        let spelling = SpellingModel::bundled()?;
        let report = weights::MODELS.iter().find(|model| model.name == spelling.name()).map(|it| it.report.to_owned());
        Ok(Self { report, ..Self::new(HandNetworks::bundled()?, spelling) })
    }

    /// A model of one's own, a folder with `config.json` and `model.safetensors`, on the embedded
    /// networks. Its `README.md` is its report, if it has one.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let report = std::fs::read_to_string(folder.join("README.md")).ok();
        Ok(Self { report, ..Self::new(HandNetworks::bundled()?, SpellingModel::open(folder)?) })
    }

    pub fn new(hands: HandNetworks, spelling: SpellingModel) -> Self {
        Self { hands: Arc::new(hands), spelling: Arc::new(spelling), report: None }
    }

    /// How well it reads whom, in Markdown.
    pub fn report(&self) -> Option<&str> {
        self.report.as_deref()
    }

    /// The model's name, as captions cite it.
    pub fn name(&self) -> &str {
        self.spelling.name()
    }

    /// SHA-256 of `model.safetensors` in hexadecimal, as captions cite it.
    pub fn hash(&self) -> &str {
        self.spelling.hash()
    }

    /// ISO 639-3 code of the sign language that is read.
    pub fn language(&self) -> &str {
        self.spelling.language()
    }
}
