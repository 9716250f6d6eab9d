//! `glossa model eval`: lets a model read people whom it never saw.

use std::{path::PathBuf, sync::Arc};

use crate::{
    notation::{dictionary, handshapes},
    recogniser::{
        folder::ModelFolder,
        spelling::SpellingModel,
        train::{self, words},
        words::{WordsModel, config::ARCHITECTURE},
    },
};

/// Let a model read recorded people, and performed streams
#[derive(clap::Args, Debug)]
pub(super) struct Eval {
    /// A folder with config.json and model.safetensors
    folder: PathBuf,
    /// The folder with letters.csv and words.csv
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A source to read, instead of those that are kept for the last measurement; may be given several times
    #[arg(long, value_name = "SOURCE")]
    source: Vec<String>,
    /// Of performed streams
    #[arg(long, value_name = "N", default_value_t = 10)]
    minutes: u32,
    /// Words that are told at this probability, instead of the model's own
    #[arg(long, value_name = "P")]
    score: Option<f32>,
    /// Steps over which it is the mean
    #[arg(long, value_name = "N")]
    steps: Option<usize>,
}

impl Eval {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let folder = ModelFolder::open(&self.folder)?;
        if folder.architecture() == ARCHITECTURE {
            return self.words(WordsModel::parse(&folder)?);
        }
        let model = Arc::new(SpellingModel::parse(&folder)?);
        let data =
            self.data.ok_or_else(|| anyhow::anyhow!("what is spelled is measured on people: --data names them"))?;
        for (what, percent) in train::held_out(&data, &model)? {
            println!("{percent:5.1} %  {what}");
        }
        Ok(())
    }

    fn words(self, model: WordsModel) -> anyhow::Result<()> {
        let mut telling = model.config().telling;
        telling.score = self.score.unwrap_or(telling.score);
        telling.steps = self.steps.unwrap_or(telling.steps);
        let model = Arc::new(model.telling(telling));
        let signs = dictionary()?;
        let takes = match &self.data {
            Some(data) => words::takes(&model, data, &self.source, signs)?,
            None => Vec::new(),
        };
        let streams = words::streams(&model, signs, handshapes()?, self.minutes);
        print!("{}", words::report(&model, &takes, &streams));
        Ok(())
    }
}
