//! A model that reads words, as its folder holds it.

use std::path::Path;

use candle_core::{D, DType, Device, Tensor};
use candle_nn::{VarBuilder, ops::softmax};

use super::{
    config::{ARCHITECTURE, Config},
    features::FEATURES,
    network::{Memory, Network, reach},
    steps::RATE,
    telling::Tuning,
};
use crate::recogniser::folder::{FolderError, ModelFolder};

/// A network from landmarks to words with what must be known to use it; shared by all readers.
pub struct WordsModel {
    name: String,
    hash: String,
    config: Config,
    network: Network,
}

impl WordsModel {
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
        if let Some(wrong) = wrong(&config) {
            return Err(folder.refused(wrong));
        }
        let vb = VarBuilder::from_tensors(folder.tensors()?, DType::F32, &Device::Cpu);
        let network = Network::load(FEATURES, config.width, &config.dilations, config.words.len() + 1, &vb)
            .map_err(|source| folder.misfit(source))?;
        Ok(Self { name: folder.name.clone(), hash: folder.hash(), config, network })
    }

    /// The model's name, as captions cite it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of `model.safetensors` in hexadecimal, as captions cite it.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// ISO 639-3 code of the sign language that is read.
    pub fn language(&self) -> &str {
        &self.config.language
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same, which tells words otherwise.
    pub fn telling(self, telling: Tuning) -> Self {
        Self { config: Config { telling, ..self.config }, ..self }
    }

    /// How many steps a score looks back to, itself included.
    pub fn reach(&self) -> usize {
        reach(&self.config.dilations)
    }

    /// Probabilities at each of some steps: of nothing, then of each word. `views` are features of the
    /// same steps, seen as they are, seen in a mirror: their scores are averaged.
    pub fn score(&self, views: &[Vec<[f32; FEATURES]>]) -> candle_core::Result<Vec<Vec<f32>>> {
        let steps = views.iter().map(Vec::len).min().unwrap_or_default();
        let flat: Vec<f32> = views.iter().flat_map(|view| view[..steps].iter().flatten().copied()).collect();
        let features = Tensor::from_vec(flat, (views.len(), steps, FEATURES), &Device::Cpu)?;
        softmax(&self.network.forward(&features)?.mean(0)?, D::Minus1)?.to_vec2()
    }

    /// Like [`Self::score`], of the step after those that `memory` has seen.
    pub fn score_next(&self, views: &[[f32; FEATURES]; 2], memory: &mut Memory) -> candle_core::Result<Vec<f32>> {
        let features = Tensor::from_slice(views.as_flattened(), (views.len(), FEATURES), &Device::Cpu)?;
        softmax(&self.network.step(&features, memory)?.mean(0)?, D::Minus1)?.to_vec1()
    }
}

/// What this program cannot do, or what would take it hours.
fn wrong(config: &Config) -> Option<String> {
    if config.rate != RATE {
        return Some(format!("it wants {} steps a second, not {RATE}", config.rate));
    }
    if !(1..=MOST_WIDTH).contains(&config.width) {
        return Some(format!("its layers are {} wide; 1 to {MOST_WIDTH} are possible", config.width));
    }
    if config.dilations.len() > MOST_BLOCKS || reach(&config.dilations) > MOST_STEPS {
        return Some(format!("it has more than {MOST_BLOCKS} blocks, or looks back for more than {MOST_STEPS} steps"));
    }
    if config.dilations.contains(&0) || config.words.is_empty() || config.words.len() > MOST_WORDS {
        return Some(format!("it needs dilations above 0 with 1 to {MOST_WORDS} words"));
    }
    None
}

/// The bundled model's name.
pub(in crate::recogniser) const BUNDLED: &str = "words-ase";
const MOST_WIDTH: usize = 1024;
const MOST_BLOCKS: usize = 16;
const MOST_STEPS: usize = 256;
const MOST_WORDS: usize = 10_000;
