//! `glossa model train`: from recorded landmarks to a model's folder.

use std::{path::PathBuf, time::Instant};

use crate::recogniser::train::Training;

/// Train a fingerspelling model on recorded landmarks and synthetic ones
#[derive(clap::Args, Debug)]
pub(super) struct Train {
    /// The folder with letters.csv and words.csv.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The model's folder; its name becomes the model's.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The same seed gives the same model.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// A source to leave out; may be given several times.
    #[arg(long, value_name = "SOURCE")]
    hold_out: Vec<String>,
}

impl Train {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Self { data, out, seed, hold_out } = self;
        let started = Instant::now();
        let mut tell = |news: &str| println!("{:5.0} s  {news}", started.elapsed().as_secs_f32());
        let model = Training { data, out, seed, hold_out }.run(&mut tell)?;
        tell(&format!("{} is ready: SHA-256 {}", model.name(), model.hash()));
        Ok(())
    }
}
