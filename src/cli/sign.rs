//! `glossa sign`: looks into the dictionary of written signs.

mod check;
mod list;
mod measure;
mod named;
mod sheet;
mod show;

use clap::Subcommand;

/// Look into the dictionary of written signs
#[derive(clap::Args, Debug)]
pub(super) struct SignCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell whether a sign is written rightly, which others it is hard to tell from
    Check(check::Check),
    /// Name every sign with its meaning, its hands, how far it was held against real people
    List(list::List),
    /// Hold the dictionary against recorded people: train on what is written, read what they sign
    Measure(measure::Measure),
    /// Draw somebody who makes a sign
    Show(show::Show),
}

impl SignCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Check(check) => check.run(),
            Command::List(list) => list.run(),
            Command::Measure(measure) => measure.run(),
            Command::Show(show) => show.run(),
        }
    }
}
