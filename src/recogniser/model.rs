//! Everything learned that one recogniser needs, loaded once for all its readers.

use std::{path::Path, sync::Arc};

use super::{
    folder::{FolderError, ModelFolder},
    landmark::{BodyNetworks, HandNetworks, LandmarkError},
    spelling::SpellingModel,
    words::{self, WordsModel},
};

/// The networks that find hands with bodies, and our own models on top of them.
pub struct Model {
    pub(super) hands: Arc<HandNetworks>,
    pub(super) spelling: Arc<SpellingModel>,
    pub(super) words: Arc<WordsModel>,
    /// Signs are placed by the body.
    pub(super) bodies: Arc<BodyNetworks>,
    /// How well each of both reads whom, in Markdown.
    reports: [Option<String>; 2],
    /// Words are a trial: between letters they are read wrongly too often.
    pub(super) hears_words: bool,
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
    /// What is embedded in the program.
    pub fn bundled() -> Result<Self, ModelError> {
        let (spelling, words) = (SpellingModel::bundled()?, WordsModel::bundled()?);
        let report =
            |name: &str| weights::MODELS.iter().find(|model| model.name == name).map(|model| model.report.to_owned());
        let reports = [report(spelling.name()), report(words.name())];
        Ok(Self {
            hands: Arc::new(HandNetworks::bundled()?),
            bodies: Arc::new(BodyNetworks::bundled()?),
            spelling: Arc::new(spelling),
            words: Arc::new(words),
            reports,
            hears_words: false,
        })
    }

    /// A model of one's own, a folder with `config.json` and `model.safetensors`, in the place of the
    /// embedded one of its architecture. Its `README.md` is its report, if it has one.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let own = ModelFolder::open(folder)?;
        let mut model = Self::bundled()?;
        let report = std::fs::read_to_string(folder.join("README.md")).ok();
        if own.architecture() == words::config::ARCHITECTURE {
            model.words = Arc::new(WordsModel::parse(&own)?);
            model.reports[1] = report;
        } else {
            // Whatever else it is, it is refused by name.
            model.spelling = Arc::new(SpellingModel::parse(&own)?);
            model.reports[0] = report;
        }
        Ok(model)
    }

    /// Reads words as well.
    pub fn hearing_words(self) -> Self {
        Self { hears_words: true, ..self }
    }

    /// Our own models in it: what spells first.
    pub fn cards(&self) -> [ModelCard<'_>; 2] {
        let (spelling, words) = (&self.spelling, &self.words);
        let [of_spelling, of_words] = &self.reports;
        let spelling = ModelCard {
            name: spelling.name(),
            hash: spelling.hash(),
            language: spelling.language(),
            report: of_spelling.as_deref(),
        };
        let words = ModelCard {
            name: words.name(),
            hash: words.hash(),
            language: words.language(),
            report: of_words.as_deref(),
        };
        [spelling, words]
    }

    /// The names of our own models, as one text.
    pub fn names(&self) -> String {
        self.cards().map(|card| card.name).join(", ")
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
