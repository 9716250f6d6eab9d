//! The command line: one variant a command, one file each.

mod admin;
mod backup;
mod caption;
mod clip;
mod config;
mod db;
mod demo;
mod model;
mod pictures;
mod restore;
mod serve;
mod settings;
mod sign;
mod signer;

use clap::{Parser, Subcommand};

use settings::Settings;

use crate::config::LogFormat;
use crate::{media, store, telemetry};

/// Video calls with captions of what is signed
///
/// Without a command, glossa starts the server.
#[derive(Debug, Parser)]
#[command(name = "glossa", version, after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

/// A command is a variant here and a file beside, with its arguments as a struct that can `run`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Look after accounts, while the server runs
    Admin(admin::AdminCommand),
    /// Keep everything in one file, while the server runs
    Backup(backup::Backup),
    /// Print what is signed in a recording
    Caption(caption::CaptionCommand),
    /// Turn a recording into what a browser can play as its camera
    Clip(clip::Clip),
    /// See the settings
    Config(config::Config),
    /// Move the database
    Db(db::Db),
    /// See captions at once: a drawn signer in a room, and a link to it
    Demo(demo::Demo),
    /// Train a model that reads signing, or check one
    Model(model::ModelCommand),
    /// Lay a backup out again
    Restore(restore::Restore),
    /// Start the server
    Serve(serve::Serve),
    /// Look into the dictionary of written signs
    Sign(sign::SignCommand),
    /// Draw clips of a synthetic signer
    Signer(signer::SignerCommand),
}

impl Cli {
    /// Does what the command line says.
    pub fn run(self) -> anyhow::Result<()> {
        // A server logs as its settings say; everything else only warns.
        if !matches!(self.command, None | Some(Command::Demo(_) | Command::Serve(_))) {
            telemetry::start(LogFormat::Text, "warn")?;
        }
        match self.command {
            Some(Command::Admin(command)) => command.run(),
            Some(Command::Backup(command)) => command.run(),
            Some(Command::Caption(command)) => command.run(),
            Some(Command::Clip(command)) => command.run(),
            Some(Command::Config(command)) => command.run(),
            Some(Command::Db(command)) => command.run(),
            Some(Command::Demo(command)) => command.run(),
            Some(Command::Model(command)) => command.run(),
            Some(Command::Restore(command)) => command.run(),
            Some(Command::Serve(command)) => command.run(),
            Some(Command::Sign(command)) => command.run(),
            Some(Command::Signer(command)) => command.run(),
            None => serve::Serve { settings: self.settings }.run(),
        }
    }
}

/// A server's log; what its settings say comes last and overrides.
fn start_log(config: &crate::config::Config) -> Result<(), telemetry::TelemetryError> {
    let filter = [media::LOG_DEFAULTS, store::LOG_DEFAULTS, &config.log_filter].join(",");
    telemetry::start(config.log, &filter)
}

const AFTER_HELP: &str = "\
Settings stand in four places. Flags go before the environment, the environment before the file,
the file before defaults. The flag --public-address is GLOSSA_PUBLIC_ADDRESS in the environment
and public_address in the file. `glossa config show` tells what is in force, and from where.

Examples:
  glossa                                          Try it on this machine: http://127.0.0.1:8900
  glossa --listen 0.0.0.0:8900 --public-address 203.0.113.7
                                                  Let others in; open TCP and UDP port 8900
  glossa --data /var/lib/glossa --trusted-proxies 127.0.0.1
                                                  Behind a proxy that ends TLS
  glossa --listen 0.0.0.0:8900 --tls self-signed  Try it from a phone in the same network";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
