//! Lays the places over each other in which settings can stand.

use std::path::Path;

use figment::providers::{Env, Format, Serialized, Toml};
use figment::{Figment, Metadata, Profile, Provider, value};
use serde::Serialize;

use super::error::place;
use super::{Config, ConfigError};

/// Defaults under the file under the environment under flags.
#[derive(Debug)]
pub struct Layers(Figment);

impl Layers {
    /// `file` must exist; without it, `glossa.toml` in the working folder counts if it is there.
    /// `flags` has the fields of [`Config`], those that were given.
    pub fn read(file: Option<&Path>, flags: impl Serialize) -> Self {
        let mut layers = Figment::from(Serialized::defaults(Config::default()));
        if file.is_some() || Path::new(FILE).exists() {
            layers = layers.merge(Toml::file_exact(file.unwrap_or_else(|| Path::new(FILE))));
        }
        layers = layers.merge(Env::prefixed(ENV_PREFIX)).merge(Flags(Serialized::defaults(flags)));
        Self(layers)
    }

    /// What is in force.
    pub fn config(&self) -> Result<Config, ConfigError> {
        Ok(self.0.extract()?)
    }

    /// Where the value in force of a setting comes from.
    pub fn source(&self, key: &str) -> String {
        self.0.find_metadata(key).map_or_else(|| "default".to_owned(), |metadata| place(metadata, key))
    }
}

/// The file that counts without being asked for.
const FILE: &str = "glossa.toml";
pub(super) const ENV_PREFIX: &str = "GLOSSA_";
pub(super) const FLAGS: &str = "flags";

/// Values from the command line, under a name of their own.
struct Flags<T>(Serialized<T>);

impl<T: Serialize> Provider for Flags<T> {
    fn metadata(&self) -> Metadata {
        Metadata::named(FLAGS)
    }

    fn data(&self) -> figment::Result<value::Map<Profile, value::Dict>> {
        self.0.data()
    }
}
