//! `glossa model`: trains a model, checks one, measures one.

mod check;
mod eval;
mod train;
mod words;

use clap::Subcommand;

/// Train a recogniser's model, check one, measure one
#[derive(clap::Args, Debug)]
pub(super) struct ModelCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// See whether a model can be used, and how fast it is
    Check(check::Check),
    /// Let a model read recorded people, and performed streams
    Eval(eval::Eval),
    /// Train a fingerspelling model on recorded landmarks and synthetic ones
    Train(train::Train),
    /// Train a model that reads words on written signs, and on recorded takes of them
    TrainWords(words::TrainWords),
}

impl ModelCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Check(command) => command.run(),
            Command::Eval(command) => command.run(),
            Command::Train(command) => command.run(),
            Command::TrainWords(command) => command.run(),
        }
    }
}
