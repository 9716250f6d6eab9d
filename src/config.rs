//! Everything that can be set.

mod database_url;
mod error;
mod layers;
mod mail;
mod mail_from;
mod public_url;
mod smtp_url;
mod trusted_proxies;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use database_url::DatabaseUrl;
pub use error::ConfigError;
pub use layers::Layers;
pub use mail::{MailConfig, MailHalf};
pub use mail_from::{MailFrom, NoMailFrom};
pub use public_url::{NoPublicUrl, PublicUrl};
pub use smtp_url::{NoSmtpUrl, Privacy, SmtpLogin, SmtpUrl};
pub use trusted_proxies::{NoNetwork, TrustedProxies};

/// The settings of a server. Their names are those in `glossa.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder of everything that the server keeps.
    pub data: PathBuf,
    /// Where browsers come.
    pub listen: SocketAddr,
    /// Where media comes (UDP, TCP as well); without it the address and port of `listen`.
    pub media: Option<SocketAddr>,
    /// The address that browsers are told to send media to; without it that of `media`.
    pub public_address: Option<IpAddr>,
    /// Where people find the server; without it where it listens.
    pub public_url: Option<PublicUrl>,
    /// Without it SQLite in the data folder.
    pub database_url: Option<DatabaseUrl>,
    /// A folder of weights; without it the bundled model.
    pub model: Option<PathBuf>,
    /// Words are read beside letters, by the bundled model if `model` is not one of words.
    pub words: bool,
    /// The mail server to send through; without it no mails are sent.
    pub smtp_url: Option<SmtpUrl>,
    /// Who mails come from; there with `smtp_url`.
    pub mail_from: Option<MailFrom>,
    /// The form of the log.
    pub log: LogFormat,
    /// What is logged, as `tracing_subscriber::EnvFilter` reads it.
    pub log_filter: String,
    /// Browsers reach the server over TLS, through a proxy that ends it.
    pub secure_cookies: bool,
    /// Whether the server itself speaks TLS when no certificate is named.
    pub tls: TlsMode,
    /// A chain of certificates (PEM), the server's own first; read again when it changes.
    pub tls_cert: Option<PathBuf>,
    /// The key (PEM) that belongs to it.
    pub tls_key: Option<PathBuf>,
    /// Reverse proxies that tell where a request came from.
    pub trusted_proxies: TrustedProxies,
    /// Requests to the API that one address may send a second for long; ten times as many at once.
    pub rate_limit: NonZeroU32,
    /// Most people in a call at once. Of more than a hundred who send, each sees those who came first.
    pub room_size: NonZeroU16,
    /// Threads that carry media, each with a port of its own counted up from `media`. All media of a
    /// room goes through one of them.
    pub media_workers: NonZeroU16,
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

/// Where the server's certificate comes from when none is named.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    /// Nowhere: plain HTTP, for this machine or for a proxy in front.
    Off,
    /// The server makes one for itself, once.
    SelfSigned,
}

impl Config {
    /// Whether the server itself speaks TLS.
    pub fn speaks_tls(&self) -> bool {
        self.tls == TlsMode::SelfSigned || self.tls_cert.is_some()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            listen: (Ipv4Addr::LOCALHOST, 8900).into(),
            media: None,
            public_address: None,
            public_url: None,
            database_url: None,
            model: None,
            words: false,
            smtp_url: None,
            mail_from: None,
            log: LogFormat::Text,
            log_filter: LOG_FILTER.to_owned(),
            secure_cookies: false,
            tls: TlsMode::Off,
            tls_cert: None,
            tls_key: None,
            trusted_proxies: TrustedProxies::default(),
            rate_limit: RATE_LIMIT,
            room_size: ROOM_SIZE,
            media_workers: NonZeroU16::MIN,
            bcrypt_cost: bcrypt::DEFAULT_COST,
        }
    }
}

const LOG_FILTER: &str = "info";
const ROOM_SIZE: NonZeroU16 = NonZeroU16::new(100).unwrap();
/// A whole class behind one address is far below it.
const RATE_LIMIT: NonZeroU32 = NonZeroU32::new(100).unwrap();
