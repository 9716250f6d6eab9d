//! `glossa sign`: looks into the dictionary of written signs.

mod list;

use clap::Subcommand;

/// Look into the dictionary of written signs
#[derive(clap::Args, Debug)]
pub(super) struct SignCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Name every sign with its meaning, its hands, how far it was held against real people
    List(list::List),
}

impl SignCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Command::List(list) = self.command;
        list.run()
    }
}
