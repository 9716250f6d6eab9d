//! Trains the fingerspelling model on licensed landmarks with synthetic ones in between.

mod camera;
mod corpus;
mod fit;
mod handshapes;
mod landmark_error;
mod measure;
mod motions;
mod performance;
mod person;
mod random;
mod records;
mod report;
mod shapes;
pub mod signs;
mod synthetic;
mod trained;
pub mod words;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    slice,
    sync::Arc,
};

use candle_core::Tensor;

use self::{
    corpus::{Corpus, Spelled},
    fit::Recipe,
    measure::{Among, Movements, Score},
    motions::Motions,
    random::Random,
    report::Results,
    shapes::{Mix, Shapes},
    synthetic::Synthetic,
};
use super::{
    features::{MOTION_FEATURES, SHAPE_FEATURES},
    folder::{FolderError, Landmarks, ModelFolder},
    spelling::{
        SpellingModel,
        alphabet::Alphabet,
        config::{ARCHITECTURE, Config, Head},
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
    Model(#[from] FolderError),
    /// A file of the model's folder could not be written.
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

/// What to train.
#[derive(Clone, Debug)]
pub struct Training {
    /// The folder with `letters.csv` and `words.csv`.
    pub data: PathBuf,
    /// The model's folder; its name becomes the model's.
    pub out: PathBuf,
    pub seed: u64,
    /// Names of sources that are left out.
    pub hold_out: Vec<String>,
}

impl Training {
    /// Trains, measures, writes the model's folder; `tell` hears how far it is.
    pub fn run(&self, tell: &mut dyn FnMut(&str)) -> Result<SpellingModel, TrainError> {
        let corpus = Corpus::read(&self.data)?;
        let synthetic = Synthetic::new();
        let mut results = Results::default();
        for left_out in corpus.sources.iter().filter(|source| source.teaches(&self.hold_out) && source.spells()) {
            let name = left_out.name().to_owned();
            let held_out = [self.hold_out.as_slice(), slice::from_ref(&name)].concat();
            let effort = Effort::short(self.seed);
            let model =
                Arc::new(SpellingModel::parse(&Trained::new(&corpus, &held_out, &synthetic, effort)?.folder(&name)?)?);
            let score = Score::of(left_out, Among::Letters, &model)?;
            if score.found > 0 {
                tell(&format!("without {name}: {:.1} % of its detected letters", 100.0 * score.detected()));
                results.left_out.push((name.clone(), score));
            }
            let movements = Movements::of(left_out, &model);
            if movements.counts[0].0 > 0 {
                tell(&format!("without {name}: movements {:?}", movements.counts));
                results.left_out_movements.push((name, movements));
            }
        }
        let trained = Trained::new(&corpus, &self.hold_out, &synthetic, Effort::full(self.seed))?;
        let name = self.out.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let folder = trained.folder(&name)?;
        trained::save(&folder, &self.out)?;
        let model = Arc::new(SpellingModel::parse(&folder)?);
        for source in &corpus.sources {
            let score = Score::of(source, Among::Letters, &model)?;
            if !source.may_train() && score.found > 0 {
                tell(&format!("test {}: {:.1} % of detected letters", source.name(), 100.0 * score.detected()));
                results.letters.push((source.name().to_owned(), score));
            }
            let digits = Score::of(source, Among::Digits, &model)?;
            if digits.found > 0 {
                tell(&format!("test digits: {:.1} % of detected", 100.0 * digits.detected()));
                results.digits = Some(digits);
            }
        }
        results.clips = measure::clips(&self.data, "test", &model)?;
        let readme = report::readme(self, model.name(), &corpus, &results);
        trained::write(&self.out, "README.md", readme.as_bytes())?;
        Ok(SpellingModel::open(&self.out)?)
    }
}

/// Single letters and digits of people whom the bundled model never saw: what each figure is, in percent.
pub fn held_out(data: &Path, model: &Arc<SpellingModel>) -> Result<Vec<(String, f32)>, TrainError> {
    let mut figures = Vec::new();
    for source in Corpus::read(data)?.sources {
        let letters = Score::of(&source, Among::Letters, model)?;
        if !source.may_train() && letters.found > 0 {
            let mut add = |what: &str, part, whole| {
                figures.push((format!("letters of {}, {what}", source.name()), 100.0 * measure::share(part, whole)));
            };
            add("detected", letters.right, letters.found);
            add("all pictures", letters.right_first, letters.pictures);
            add("all pictures, ceiling", letters.found_first, letters.pictures);
            add("all pictures with a second try", letters.right, letters.pictures);
            add("all pictures with a second try, ceiling", letters.found, letters.pictures);
        }
        let digits = Score::of(&source, Among::Digits, model)?;
        if digits.found > 0 {
            figures.push(("digits of held-out students, detected".to_owned(), 100.0 * digits.detected()));
        }
    }
    Ok(figures)
}

/// Wrong, missing, surplus characters of what was read; doubled letters are forgiven.
pub fn character_errors(shown: &str, read: &str) -> usize {
    measure::character_errors(shown, read)
}

/// How long and how widely to train.
#[derive(Clone, Copy, Debug)]
struct Effort {
    seed: u64,
    members: usize,
    shape_steps: usize,
    motion_steps: usize,
}

impl Effort {
    fn full(seed: u64) -> Self {
        Self { seed, members: 3, shape_steps: 1000, motion_steps: 600 }
    }

    /// Enough to compare sources.
    fn short(seed: u64) -> Self {
        Self { seed, members: 1, shape_steps: 500, motion_steps: 300 }
    }
}

/// A model that was just trained.
struct Trained {
    config: Config,
    tensors: HashMap<String, Tensor>,
}

impl Trained {
    /// Trains on the training sources but those named.
    fn new(corpus: &Corpus, held_out: &[String], synthetic: &Synthetic, effort: Effort) -> Result<Self, TrainError> {
        let config = config(effort.members);
        let sources = || corpus.sources.iter().filter(|source| source.teaches(held_out));
        let mut random = Random::new(effort.seed);
        let shapes = Shapes::new(&config.shape.labels, synthetic, sources(), MIX, &mut random);
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

    /// As its folder will hold it.
    fn folder(&self, name: &str) -> Result<ModelFolder<'static>, TrainError> {
        trained::folder(name, &self.config, &self.tensors)
    }
}

/// Synthetic hands help at a third, and alone nearly match (design notes of the first experiments).
const MIX: Mix = Mix { synthetic: 0.3, nothing: 0.15 };

fn config(members: usize) -> Config {
    let shapes = [
        "", "A", "B", "C", "D", "E", "F9", "G", "H", "I", "K", "L", "M", "N", "O0", "P", "Q", "R", "S", "T", "U", "V2",
        "W6", "X", "Y", "1", "3", "4", "5", "7", "8",
    ];
    Config {
        architecture: ARCHITECTURE.to_owned(),
        language: "ase".to_owned(),
        landmarks: Landmarks::of_hands(),
        shape: Head { labels: Alphabet::new(shapes), hidden: vec![256, 128], members },
        motion: Head { labels: Alphabet::new(["", "J", "Z"]), hidden: vec![64], members },
    }
}

impl Spelled {
    /// Test sources are for the last measurement only.
    fn may_train(&self) -> bool {
        self.source.split != "test"
    }

    /// Something is learned from it.
    fn teaches(&self, held_out: &[String]) -> bool {
        self.may_train() && !held_out.iter().any(|name| name == self.name())
    }
}
