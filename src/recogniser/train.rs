//! Trains the fingerspelling model on licensed landmarks with synthetic ones in between.

mod camera;
mod corpus;
mod fit;
mod handshapes;
mod lab;
mod landmark_error;
mod motions;
mod performance;
mod person;
mod random;
mod records;
mod shapes;
mod synthetic;

pub use lab::lab;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use candle_core::Tensor;

use self::{
    corpus::{Corpus, Spelled},
    fit::Recipe,
    motions::Motions,
    random::Random,
    shapes::{Mix, Shapes},
    synthetic::Synthetic,
};
use super::{
    features::{MOTION_FEATURES, SHAPE_FEATURES},
    spelling::{
        SpellingError, SpellingModel,
        alphabet::Alphabet,
        config::{ARCHITECTURE, Config, Head, Landmarks},
    },
};

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Tensors did not fit together.
    #[error("training failed: {0}")]
    Compute(#[from] candle_core::Error),
    /// A file of the data folder holds something else than the data folder's README says.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged { path: PathBuf, reason: String },
    /// A file of the data folder could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    /// The trained model could not be used.
    #[error(transparent)]
    Spelling(#[from] SpellingError),
    /// A file of the model's folder could not be written.
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

/// How long and how widely to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    pub(crate) seed: u64,
    pub(crate) members: usize,
    pub(crate) shape_steps: usize,
    pub(crate) motion_steps: usize,
}

/// A model that was just trained.
pub(crate) struct Trained {
    config: Config,
    tensors: HashMap<String, Tensor>,
}

impl Trained {
    /// Trains on the training sources but those named.
    pub(crate) fn new(
        corpus: &Corpus,
        held_out: &[String],
        synthetic: &Synthetic,
        effort: Effort,
        mix: Mix,
    ) -> Result<Self, TrainError> {
        let config = config(effort.members);
        let sources = || {
            corpus.sources.iter().filter(|source| source.may_train() && !held_out.contains(&source.name().to_owned()))
        };
        let mut random = Random::new(effort.seed);
        let shapes = Shapes::new(&config.shape.labels, synthetic, sources(), mix, &mut random);
        let recipe = |head: &Head, features, steps| Recipe {
            features,
            hidden: head.hidden.clone(),
            scores: head.labels.len(),
            members: head.members,
            steps,
            batch: 384,
            seed: effort.seed,
        };
        let shape_recipe = recipe(&config.shape, SHAPE_FEATURES, effort.shape_steps);
        let shape = fit::fit(&shape_recipe, &mut |random| shapes.draw(random))?;
        let mut motions = Motions::new(&config.motion.labels, synthetic, sources());
        let motion_recipe = recipe(&config.motion, MOTION_FEATURES, effort.motion_steps);
        let motion = fit::fit(&motion_recipe, &mut |random| motions.draw(random))?;
        let named = |head: &'static str, tensors: HashMap<String, Tensor>| {
            tensors.into_iter().map(move |(name, tensor)| (format!("{head}.{name}"), tensor))
        };
        let tensors = named("shape", shape).chain(named("motion", motion)).collect();
        Ok(Self { config, tensors })
    }

    /// Writes `config.json` and `model.safetensors`, then reads them back.
    pub(crate) fn save(&self, folder: &Path) -> Result<SpellingModel, TrainError> {
        std::fs::create_dir_all(folder).map_err(|source| TrainError::Write { path: folder.to_owned(), source })?;
        let path = folder.join("config.json");
        let mut config = serde_json::to_string_pretty(&self.config).unwrap_or_default();
        config.push('\n');
        std::fs::write(&path, config).map_err(|source| TrainError::Write { path, source })?;
        candle_core::safetensors::save(&self.tensors, folder.join("model.safetensors"))?;
        Ok(SpellingModel::open(folder)?)
    }
}

fn config(members: usize) -> Config {
    let shapes = [
        "", "A", "B", "C", "D", "E", "F9", "G", "H", "I", "K", "L", "M", "N", "O0", "P", "Q", "R", "S", "T", "U", "V2",
        "W6", "X", "Y", "1", "3", "4", "5", "7", "8",
    ];
    Config {
        architecture: ARCHITECTURE.to_owned(),
        language: "ase".to_owned(),
        landmarks: Landmarks {
            network: "hand_landmark_full.tflite".to_owned(),
            sha256: "8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68".to_owned(),
        },
        shape: Head { labels: Alphabet::new(shapes), hidden: vec![256, 128], members },
        motion: Head { labels: Alphabet::new(["", "J", "Z"]), hidden: vec![64], members },
    }
}

impl Spelled {
    /// Test sources are for the last measurement only.
    fn may_train(&self) -> bool {
        self.source.split != "test"
    }
}
