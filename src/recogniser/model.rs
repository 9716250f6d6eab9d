//! Everything learned that one recogniser needs, loaded once for all its readers.

use std::{path::Path, sync::Arc};

use super::{
    folder::{FolderError, ModelFolder},
    landmark::{BodyNetworks, HandNetworks, LandmarkError},
    spelling::SpellingModel,
    words::{self, WordsModel},
};

/// The networks that find hands, with our own models on top of them.
pub struct Model {
    pub(super) hands: Arc<HandNetworks>,
    pub(super) spelling: Arc<SpellingModel>,
    /// How well it spells whom, in Markdown.
    report: Option<String>,
    /// None unless asked for: words are a trial, too often they are read wrongly.
    pub(super) words: Option<Words>,
}

/// What reads words.
pub(super) struct Words {
    pub(super) model: Arc<WordsModel>,
    /// Signs are placed by the body.
    pub(super) bodies: Arc<BodyNetworks>,
    report: Option<String>,
}

/// What is to be known of one of our own models.
#[derive(Clone, Copy, Debug)]
pub struct ModelCard<'a> {
    /// As captions cite it.
    pub name: &'a str,
    /// SHA-256 of `model.safetensors` in hexadecimal.
    pub hash: &'a str,
    /// ISO 639-3 code of the sign language that is read.
    pub language: &'a str,
    /// In Markdown; none when its folder holds none.
    pub report: Option<&'a str>,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The networks that find hands with bodies cannot be used.
    #[error(transparent)]
    Landmarks(#[from] LandmarkError),
    /// Our own model cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl Model {
    /// What is embedded in the program, without words.
    pub fn bundled() -> Result<Self, ModelError> {
        let spelling = SpellingModel::bundled()?;
        Ok(Self {
            hands: Arc::new(HandNetworks::bundled()?),
            report: bundled_report(spelling.name()),
            spelling: Arc::new(spelling),
            words: None,
        })
    }

    /// A model of one's own, a folder with `config.json` and `model.safetensors`: one that spells stands in
    /// the place of the embedded one, one that reads words comes beside it. Its `README.md` is its
    /// report, if it has one.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let own = ModelFolder::open(folder)?;
        let mut model = Self::bundled()?;
        let report = std::fs::read_to_string(folder.join("README.md")).ok();
        if own.architecture() == words::config::ARCHITECTURE {
            model.words = Some(Words::new(WordsModel::parse(&own)?, report)?);
        } else {
            // Whatever else it is, it is refused by name.
            model.spelling = Arc::new(SpellingModel::parse(&own)?);
            model.report = report;
        }
        Ok(model)
    }

    /// Reads words as well: by the embedded model, unless it has one already.
    pub fn hearing_words(mut self) -> Result<Self, ModelError> {
        if self.words.is_none() {
            let model = WordsModel::bundled()?;
            let report = bundled_report(model.name());
            self.words = Some(Words::new(model, report)?);
        }
        Ok(self)
    }

    /// Our own models in it: what spells first.
    pub fn cards(&self) -> Vec<ModelCard<'_>> {
        let spelling = ModelCard {
            name: self.spelling.name(),
            hash: self.spelling.hash(),
            language: self.spelling.language(),
            report: self.report.as_deref(),
        };
        let words = self.words.as_ref().map(|Words { model, report, .. }| ModelCard {
            name: model.name(),
            hash: model.hash(),
            language: model.language(),
            report: report.as_deref(),
        });
        std::iter::once(spelling).chain(words).collect()
    }

    /// The names of our own models, as one text.
    pub fn names(&self) -> String {
        self.cards().iter().map(|card| card.name).collect::<Vec<_>>().join(", ")
    }

    /// The hash of the model with this name.
    pub fn hash_of(&self, name: &str) -> Option<&str> {
        self.cards().into_iter().find(|card| card.name == name).map(|card| card.hash)
    }

    /// ISO 639-3 code of the sign language that is read.
    pub fn language(&self) -> &str {
        self.spelling.language()
    }
}

impl Words {
    fn new(model: WordsModel, report: Option<String>) -> Result<Self, ModelError> {
        Ok(Self { model: Arc::new(model), bodies: Arc::new(BodyNetworks::bundled()?), report })
    }
}

fn bundled_report(name: &str) -> Option<String> {
    weights::MODELS.iter().find(|model| model.name == name).map(|model| model.report.to_owned())
}
