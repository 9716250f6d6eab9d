//! What the server writes down about itself.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::LogFormat;

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `log_filter` is not of the form `info,crate=debug`.
    #[error("log_filter: {0}")]
    Filter(#[from] ParseError),
    /// Somebody else started one in this process.
    #[error("the log was started already: {0}")]
    Started(Box<dyn std::error::Error + Send + Sync>),
}

/// Logs to standard error from now on.
///
/// Secrets and what people say are logged at no level; their addresses at `debug` at most.
pub fn start(format: LogFormat, filter: &str) -> Result<(), TelemetryError> {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::try_new(filter)?).with_writer(io::stderr);
    let log = log.with_ansi(io::stderr().is_terminal());
    match format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.try_init(),
    }
    .map_err(TelemetryError::Started)
}
