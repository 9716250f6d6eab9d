//! `glossa model train-words`: from the dictionary, with recordings or without, to a model's folder.

use std::{path::PathBuf, sync::Arc, time::Instant};

use crate::{
    notation::{dictionary, handshapes},
    recogniser::{
        train::words::{self, WordsTraining},
        words::WordsModel,
    },
};

/// Train a model that reads words on written signs, and on recorded takes of them
#[derive(clap::Args, Debug)]
pub(super) struct TrainWords {
    /// The folder with words.csv; without it, the descriptions alone are learned from
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The model's folder; its name becomes the model's
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The same seed gives the same model
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Batches that the network learns from
    #[arg(long, value_name = "N", default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    steps: u32,
    /// A source to leave out, and to measure; may be given several times
    #[arg(long, value_name = "SOURCE")]
    hold_out: Vec<String>,
    /// Of what it learns from, the share that is described where recordings are known as well
    #[arg(long, value_name = "SHARE", default_value_t = 0.65)]
    described: f32,
}

impl TrainWords {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Self { data, out, seed, steps, hold_out, described } = self;
        let started = Instant::now();
        let mut tell = |news: &str| println!("{:5.0} s  {news}", started.elapsed().as_secs_f32());
        let training = WordsTraining { data, seed, steps: steps as usize, hold_out, described };
        let name = out.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (signs, shapes) = (dictionary()?, handshapes()?);
        let folder = training.run(&name, signs, shapes, &mut tell)?;
        let model = Arc::new(WordsModel::parse(&folder)?);
        tell(&format!("{name} is trained: SHA-256 {}", model.hash()));
        let takes = match &training.data {
            Some(data) => words::takes(&model, data, &training.hold_out, signs)?,
            None => Vec::new(),
        };
        for (source, read) in &takes {
            tell(&format!(
                "{source}: {}, told right {}, wrong {}",
                read.ranked.shares(),
                read.told_right,
                read.told_wrong
            ));
        }
        let streams = words::streams(&model, signs, shapes, MINUTES);
        tell(&format!("streams: precision {:.3}, recall {:.3}", streams.precision(), streams.recall()));
        let figures = words::report(&model, &takes, &streams);
        words::save(&folder, &words::readme(&training, &model, &figures)?, &out)?;
        tell(&format!("{} is written", out.display()));
        Ok(())
    }
}

/// Of performed streams, for the report.
const MINUTES: u32 = 20;
