//! What can be wrong with the settings.

use std::path::PathBuf;

use figment::error::Kind;
use figment::{Metadata, Source};

use super::layers::{ENV_PREFIX, FLAGS};
use super::near;

/// Why the settings cannot be used.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// The file that was asked for cannot be read.
    #[error("{}: {reason}", path.display())]
    File { path: PathBuf, reason: String },
    /// A name that is none; `hint` names one that is meant, or all there are.
    #[error("{place}: there is no setting {key:?}; {hint}")]
    Unknown { key: String, place: String, hint: String },
    /// A value that a setting cannot have, or a file that is not TOML.
    #[error("{place}: {reason}")]
    Unusable { place: String, reason: String },
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        let key = error.path.last().cloned().unwrap_or_default();
        let place = error.metadata.as_ref().map_or_else(|| "settings".to_owned(), |metadata| place(metadata, &key));
        match error.kind {
            Kind::UnknownField(key, known) => Self::Unknown { place, hint: near::hint(&key, known), key },
            kind if key.is_empty() => Self::Unusable { place, reason: kind.to_string() },
            kind => Self::Unusable { place, reason: format!("the setting {key:?}: {kind}") },
        }
    }
}

/// Where a value comes from, as people call it.
pub(super) fn place(metadata: &Metadata, key: &str) -> String {
    match &metadata.source {
        Some(Source::File(path)) => path.file_name().map_or_else(
            || path.display().to_string(),
            // The file in the working folder goes by its name, another by its path.
            |name| {
                if path.parent().is_some_and(|folder| std::env::current_dir().is_ok_and(|here| here == folder)) {
                    name.to_string_lossy().into_owned()
                } else {
                    path.display().to_string()
                }
            },
        ),
        _ if metadata.name == FLAGS => format!("--{}", key.replace('_', "-")),
        _ if metadata.name.contains("environment") => format!("{ENV_PREFIX}{}", key.to_uppercase()),
        _ => "default".to_owned(),
    }
}
