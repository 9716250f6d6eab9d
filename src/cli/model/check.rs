//! `glossa model check`: lets a model read a hand.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::recogniser::{
    features::{Outline, Trail},
    folder::{Landmarks, ModelFolder},
    spelling::{self, SpellingModel},
    words::{self, Sighting, WordReader, WordsModel},
};

/// See whether a model can be used, and how fast it is
#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// A folder with config.json and model.safetensors; without it, the bundled models.
    folder: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Some(folder) = &self.folder else {
            spelling(&SpellingModel::bundled()?)?;
            println!();
            return words(WordsModel::bundled()?);
        };
        let folder = ModelFolder::open(folder)?;
        match folder.architecture().as_str() {
            spelling::config::ARCHITECTURE => spelling(&SpellingModel::parse(&folder)?),
            words::config::ARCHITECTURE => words(WordsModel::parse(&folder)?),
            other => {
                let known = [spelling::config::ARCHITECTURE, words::config::ARCHITECTURE].join(", ");
                Err(folder.refused(format!("its architecture is \"{other}\"; known are {known}")).into())
            }
        }
    }
}

fn spelling(model: &SpellingModel) -> anyhow::Result<()> {
    let config = model.config();
    head(model.name(), model.hash(), &config.language, &config.landmarks);
    println!("labels     {} of shapes, {} of movements", config.shape.labels.len(), config.motion.labels.len());
    println!("one hand   {:.3} ms", 1e3 * seconds_a_hand(model)?);
    Ok(())
}

fn words(model: WordsModel) -> anyhow::Result<()> {
    let config = model.config();
    head(model.name(), model.hash(), &config.language, &config.landmarks);
    println!("words      {}", config.words.len());
    println!("looks back {:.1} s", model.reach() as f32 / config.rate);
    println!("one step   {:.3} ms", 1e3 * seconds_a_step(model));
    Ok(())
}

fn head(name: &str, hash: &str, language: &str, landmarks: &Landmarks) {
    println!("model      {name}");
    println!("sha256     {hash}");
    println!("language   {language}");
    println!("landmarks  {} {}", landmarks.network, landmarks.sha256);
}

/// How long one hand takes, with its path of the last second.
fn seconds_a_hand(model: &SpellingModel) -> anyhow::Result<f32> {
    let outline = made_up();
    let mut trail = Trail::default();
    for frame in 0..30 {
        trail.push(Duration::from_millis(40 * frame), outline.clone());
    }
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let scores = model.score(&outline, &trail)?;
        let sum: f32 = scores.iter().sum();
        anyhow::ensure!((sum - 1.0).abs() < 1e-3, "its probabilities add up to {sum}, not to 1");
    }
    Ok(started.elapsed().as_secs_f32() / ROUNDS as f32)
}

/// How long one step takes, once it looks back as far as it can.
fn seconds_a_step(model: WordsModel) -> f32 {
    let before = model.reach() as u32;
    let mut reader = WordReader::new(model.into());
    let sighting = Sighting { hands: [None, Some(made_up())], body: None };
    let mut started = Instant::now();
    for step in 0..before + ROUNDS {
        if step == before {
            started = Instant::now();
        }
        reader.see(Duration::from_millis(67) * step, &sighting);
    }
    started.elapsed().as_secs_f32() / ROUNDS as f32
}

fn made_up() -> Outline {
    Outline(std::array::from_fn(|k| [(k as f32 * 1.7).sin() * 0.05, k as f32 * -0.01]))
}

const ROUNDS: u32 = 200;
