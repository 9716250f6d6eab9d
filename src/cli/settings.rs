//! The settings as flags.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::config::{Config, ConfigError, Layers, LogFormat, TlsMode};

/// Those that were given; the names are those of [`Config`].
#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Settings")]
pub(super) struct Settings {
    /// Settings file, which must exist [default: glossa.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Everything the server keeps [default: data]
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// Where browsers come [default: 127.0.0.1:8900]
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// Where media comes, over UDP, or TCP where UDP is blocked [default: as --listen]
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<SocketAddr>,
    /// The address that browsers are told to send media to [default: that of --media]
    #[arg(long, value_name = "IP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_address: Option<IpAddr>,
    /// Where people find the server, https://HOST for one behind a proxy [default: where it listens]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME [default: SQLite in --data]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Weights that read signing [default: the bundled ones]
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<PathBuf>,
    /// Also read 136 signs as words: a trial, real people's are still misread too often [default: false]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<bool>,
    /// Send mails through smtps://USER:PASSWORD@HOST, or smtp:// for STARTTLS [default: none are sent]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    smtp_url: Option<String>,
    /// Who mails come from, e.g. "Glossa <glossa@example.org>"
    #[arg(long, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_from: Option<String>,
    /// Form of the log on standard error [default: text]
    #[arg(long, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<LogFormat>,
    /// What is logged, e.g. info,glossa=debug
    #[arg(long, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_filter: Option<String>,
    /// Browsers come over TLS, through a proxy: bind cookies to that [default: false]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    secure_cookies: Option<bool>,
    /// Speak TLS with a certificate that the server makes for itself, once [default: off]
    #[arg(long, value_name = "MODE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<TlsMode>,
    /// Speak TLS with this chain of certificates (PEM), read again when it changes
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_cert: Option<PathBuf>,
    /// The key (PEM) of --tls-cert
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_key: Option<PathBuf>,
    /// Reverse proxies to believe, e.g. 127.0.0.1,10.0.0.0/8 [default: none]
    #[arg(long, value_name = "CIDR,…")]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<String>,
    /// Requests a second to the API for each address; ten times as many at once [default: 100]
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<u32>,
    /// Most people in a call at once [default: 100]
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    room_size: Option<u16>,
    /// Threads that carry media, each with the next port [default: 1]
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    media_workers: Option<u16>,
    /// Work factor of password hashes; each step doubles the time [default: 12]
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    bcrypt_cost: Option<u32>,
}

impl Settings {
    /// All places in which settings stand, flags on top.
    pub(super) fn layers(&self) -> Layers {
        Layers::read(self.config.as_deref(), self)
    }

    /// What is in force.
    pub(super) fn load(&self) -> Result<Config, ConfigError> {
        self.layers().config()
    }
}
