//! Trains the network that reads words: on streams of written signs, on recorded takes between them.

mod fit;
mod lessons;
mod letters;
mod measure;
mod report;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use self::measure::{Streams, Takes};
use self::{fit::Recipe, lessons::Lessons, letters::Letters};
use super::{
    TrainError,
    records::{Source, table},
    signs::{Generator, recordings::Recordings},
    trained,
};
use crate::{
    notation::{Handshapes, Sign},
    recogniser::{
        folder::{Landmarks, ModelFolder},
        words::{
            WordsModel,
            config::{ARCHITECTURE, Config, Word},
            steps::RATE,
            telling::Tuning,
        },
    },
};

/// How to train.
#[derive(Clone, Debug)]
pub struct WordsTraining {
    /// The folder with `words.csv`, `letters.csv`; without it, descriptions alone are learned from.
    pub data: Option<PathBuf>,
    pub seed: u64,
    /// Batches that the network learns from.
    pub steps: usize,
    /// Sources that are left out, besides those that only test.
    pub hold_out: Vec<String>,
    /// Of a batch, what comes from descriptions where recordings are known as well.
    pub described: f32,
}

impl WordsTraining {
    /// Trains on signs; gives the model's folder.
    pub fn run(
        &self,
        name: &str,
        signs: &[Sign],
        shapes: &Handshapes,
        tell: &mut dyn FnMut(&str),
    ) -> Result<ModelFolder<'static>, TrainError> {
        let mut recordings = match &self.data {
            Some(data) => Recordings::read(data, signs)?,
            None => Vec::new(),
        };
        recordings.retain(|recording| !recording.is_test() && !self.hold_out.iter().any(|it| it == recording.name()));
        let letters = self.data.as_ref().map(|data| Letters::read(data, &self.hold_out)).transpose()?;
        let config = config(signs);
        let lessons = Lessons::new(signs, Generator::new(shapes), &recordings, letters.as_ref(), self.described);
        let recipe = Recipe {
            width: config.width,
            dilations: config.dilations.clone(),
            scores: signs.len() + 1,
            steps: self.steps,
            batch: BATCH,
            seed: self.seed,
        };
        let tensors = fit::fit(&recipe, &lessons, tell)?;
        trained::folder(name, &config, &tensors)
    }
}

/// Reads what recorded people sign, source by source; without names, those that are kept for the last measurement.
pub fn takes(
    model: &WordsModel,
    data: &Path,
    sources: &[String],
    signs: &[Sign],
) -> Result<Vec<(String, Takes)>, TrainError> {
    let recordings = Recordings::read(data, signs)?;
    let meant = |it: &&Recordings| match sources {
        [] => it.is_test() && !it.takes.is_empty(),
        named => named.iter().any(|name| name == it.name()),
    };
    recordings.iter().filter(meant).map(|it| Ok((it.name().to_owned(), measure::takes(model, it, signs)?))).collect()
}

/// Performs signs by people whom no training drew, one stream a minute; reads them.
pub fn streams(model: &Arc<WordsModel>, signs: &[Sign], shapes: &Handshapes, minutes: u32) -> Streams {
    measure::streams(model, signs, &Generator::new(shapes), minutes)
}

/// What was read, as Markdown.
pub fn report(model: &WordsModel, takes: &[(String, Takes)], streams: &Streams) -> String {
    report::figures(model, takes, streams)
}

/// The report that lies beside a model.
pub fn readme(training: &WordsTraining, model: &WordsModel, figures: &str) -> Result<String, TrainError> {
    let mut sources: Vec<Source> = match &training.data {
        Some(data) => table(&data.join("words.csv"))?,
        None => Vec::new(),
    };
    sources.retain(|source| source.split != "test" && !training.hold_out.iter().any(|name| name == source.name()));
    Ok(report::readme(training, &sources, model, figures))
}

/// Writes a model with its report.
pub fn save(model: &ModelFolder<'_>, readme: &str, out: &Path) -> Result<(), TrainError> {
    trained::save(model, out)?;
    trained::write(out, "README.md", readme.as_bytes())
}

fn config(signs: &[Sign]) -> Config {
    let word = |sign: &Sign| Word { sign: sign.name.to_string(), text: sign.label().to_uppercase() };
    Config {
        architecture: ARCHITECTURE.to_owned(),
        language: signs.first().map_or_else(String::new, |sign| sign.language.to_string()),
        landmarks: Landmarks::of_hands(),
        rate: RATE,
        width: WIDTH,
        dilations: DILATIONS.to_vec(),
        words: signs.iter().map(word).collect(),
        telling: TELLING,
    }
}

const WIDTH: usize = 128;
/// Two and a half seconds in all.
const DILATIONS: [usize; 5] = [1, 2, 4, 8, 4];
const BATCH: usize = 32;
/// Chosen on performed streams with training people's takes.
const TELLING: Tuning = Tuning { score: 0.87, steps: 5, after: 20 };
