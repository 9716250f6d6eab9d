//! Everything that can be set.

mod database_url;
mod error;
mod layers;
mod near;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use database_url::DatabaseUrl;
pub use error::ConfigError;
pub use layers::Layers;

/// The settings of a server. Their names are those in `glossa.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder of everything that the server keeps.
    pub data: PathBuf,
    /// Where browsers come.
    pub listen: SocketAddr,
    /// Where media comes (UDP); without it the address and port of `listen`.
    pub media: Option<SocketAddr>,
    /// The address that browsers are told to send media to; without it that of `media`.
    pub public_address: Option<IpAddr>,
    /// Without it SQLite in the data folder.
    pub database_url: Option<DatabaseUrl>,
    /// A folder of weights; without it the bundled model.
    pub model: Option<PathBuf>,
    /// The form of the log.
    pub log: LogFormat,
    /// What is logged, as `tracing_subscriber::EnvFilter` reads it.
    pub log_filter: String,
    /// Browsers reach the server over TLS, through a proxy that ends it.
    pub secure_cookies: bool,
    /// bcrypt's work factor: each step doubles the time that a password check takes.
    pub bcrypt_cost: u32,
}

/// For whom the log is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For machines: one object a line.
    Json,
    /// For people.
    Text,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            listen: (Ipv4Addr::LOCALHOST, 8900).into(),
            media: None,
            public_address: None,
            database_url: None,
            model: None,
            log: LogFormat::Text,
            log_filter: LOG_FILTER.to_owned(),
            secure_cookies: false,
            bcrypt_cost: bcrypt::DEFAULT_COST,
        }
    }
}

const LOG_FILTER: &str = "info";
