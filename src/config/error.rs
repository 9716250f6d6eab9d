//! What can be wrong with the settings.

use figment::error::Kind;
use figment::{Metadata, Source};

use super::layers::{ENV_PREFIX, FLAGS};
use crate::near;

/// Why the settings cannot be used.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// A name that is none; `hint` names one that is meant, or all there are.
    #[error("{place}: there is no setting {key:?}; {hint}")]
    Unknown { key: String, place: String, hint: String },
    /// A value that a setting cannot have, or a file that cannot be read.
    #[error("{place}: {reason}")]
    Unusable { place: String, reason: String },
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        let key = error.path.last().cloned().unwrap_or_default();
        let place = error.metadata.as_ref().map_or_else(|| "settings".to_owned(), |metadata| place(metadata, &key));
        match error.kind {
            Kind::UnknownField(key, known) => Self::Unknown { place, hint: near::hint(&key, known), key },
            kind if key.is_empty() => Self::Unusable { place, reason: kind.to_string().trim_end().to_owned() },
            kind => Self::Unusable { place, reason: format!("the setting {key:?}: {kind}") },
        }
    }
}

/// Where a value comes from, as people call it.
pub(super) fn place(metadata: &Metadata, key: &str) -> String {
    match &metadata.source {
        // A file in the working folder goes by its name, another by its path.
        Some(Source::File(path)) => {
            let here = std::env::current_dir().unwrap_or_default();
            path.strip_prefix(here).unwrap_or(path).display().to_string()
        }
        _ if metadata.name == FLAGS => format!("--{}", key.replace('_', "-")),
        _ if metadata.name.contains("environment") => format!("{ENV_PREFIX}{}", key.to_uppercase()),
        _ => "default".to_owned(),
    }
}
