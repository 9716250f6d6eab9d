//! `glossa model check`: lets a model read a hand.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::recogniser::{
    features::{Outline, Trail},
    spelling::SpellingModel,
};

/// See whether a model can be used, and how fast it is
#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// A folder with config.json and model.safetensors; without it, the bundled model.
    folder: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let model = match &self.folder {
            Some(folder) => SpellingModel::open(folder)?,
            None => SpellingModel::bundled()?,
        };
        let config = model.config();
        println!("model      {}", model.name());
        println!("sha256     {}", model.hash());
        println!("language   {}", config.language);
        println!("landmarks  {} {}", config.landmarks.network, config.landmarks.sha256);
        println!("labels     {} of shapes, {} of movements", config.shape.labels.len(), config.motion.labels.len());
        println!("one hand   {:.3} ms", 1e3 * seconds_a_hand(&model)?);
        Ok(())
    }
}

/// How long one hand takes, with its path of the last second.
fn seconds_a_hand(model: &SpellingModel) -> anyhow::Result<f32> {
    let outline = Outline(std::array::from_fn(|k| [(k as f32 * 1.7).sin() * 20.0, k as f32 * -6.0]));
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

const ROUNDS: u32 = 200;
