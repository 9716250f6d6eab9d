//! `glossa config`: looks at the settings.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::settings::Settings;

#[derive(Args, Debug)]
pub(super) struct Config {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what is in force, in the form of glossa.toml, each with its place
    Show(Box<Settings>),
}

impl Config {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Command::Show(settings) = self.command;
        let layers = settings.layers();
        let config = layers.config()?;
        let shown = config.database_url.as_ref().map(ToString::to_string);
        let Value::Object(mut values) = serde_json::to_value(config)? else {
            anyhow::bail!("the settings are no table");
        };
        // With its password hidden.
        values.insert("database_url".to_owned(), shown.into());
        for (key, value) in values {
            // The JSON of a string, number or truth value is its TOML, too.
            match value {
                Value::Null => println!("# {key} is not set"),
                value => println!("{key} = {value}  # {}", layers.source(&key)),
            }
        }
        Ok(())
    }
}
