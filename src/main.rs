//! The `glossa` command.

use std::process::ExitCode;

use clap::Parser;
use glossa::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glossa: {error:#}");
            ExitCode::FAILURE
        }
    }
}
