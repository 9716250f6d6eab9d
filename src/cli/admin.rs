//! `glossa admin`: looks after accounts from the shell, while the server runs.
//!
//! It works on the database, as the server does, so it also helps those whom no page lets in any
//! more. The server notices who was shut out within a second, in calls as well.

mod add;
mod block;
mod desk;
mod list;
mod new_password;
mod promote;
mod reset_password;
mod unblock;

use clap::{Args, Subcommand};
use tokio::runtime::Runtime;

/// Look after accounts, while the server runs
#[derive(Args, Debug)]
pub(super) struct AdminCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an account
    Add(add::Add),
    /// Shut somebody out at once, out of calls as well
    Block(block::Block),
    /// List the accounts, newest first, in columns that tabs divide
    List(list::List),
    /// Make somebody an administrator
    Promote(promote::Promote),
    /// Give somebody a new password; they are logged out everywhere
    ResetPassword(reset_password::ResetPassword),
    /// Let somebody in again, their failed log-ins forgotten
    Unblock(unblock::Unblock),
}

impl AdminCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        Runtime::new()?.block_on(async {
            match self.command {
                Command::Add(command) => command.run().await,
                Command::Block(command) => command.run().await,
                Command::List(command) => command.run().await,
                Command::Promote(command) => command.run().await,
                Command::ResetPassword(command) => command.run().await,
                Command::Unblock(command) => command.run().await,
            }
        })
    }
}
