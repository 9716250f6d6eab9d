//! Where a command finds accounts.

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Args;

use crate::account::{Cost, Hasher};
use crate::app::StartError;
use crate::cli::settings::Settings;
use crate::config::Config;
use crate::store::{NewAudit, Store, StoreError, User};

/// Somebody, by their name.
#[derive(Args, Debug)]
pub(super) struct Named {
    /// Their name, in whatever case
    #[arg(value_name = "NAME")]
    username: String,
    #[command(flatten)]
    settings: Box<Settings>,
}

/// The database of a server, whether that runs or not.
pub(super) struct Desk {
    pub(super) store: Store,
    config: Config,
}

impl Named {
    /// The desk that has their account, with it.
    pub(super) async fn find(&self) -> anyhow::Result<(Desk, User)> {
        let desk = Desk::open(&self.settings).await?;
        let user = desk.store.user_by_name(self.username.trim()).await?;
        let user = user.with_context(|| format!("there is no account named {:?}", self.username))?;
        Ok((desk, user))
    }
}

impl Desk {
    /// Only where a server keeps something: a misspelt folder is not filled.
    pub(super) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let config = settings.load()?;
        let store = match &config.database_url {
            Some(url) => Store::open(url.reveal()).await?,
            None if config.data.is_dir() => Store::open_in(&config.data).await?,
            None => bail!("there is no data folder {}: is it another one, set by --data?", config.data.display()),
        };
        Ok(Self { store, config })
    }

    /// Hashes as the server does.
    pub(super) fn hasher(&self) -> anyhow::Result<Hasher> {
        let cost = Cost::new(self.config.bcrypt_cost).ok_or(StartError::BcryptCost)?;
        Ok(Hasher::start(cost, 1)?)
    }

    /// Notes what was done to an account; the shell has none of its own.
    pub(super) async fn note(&self, user: &User, action: &str) -> Result<(), StoreError> {
        let entry = NewAudit {
            actor: None,
            action: action.to_owned(),
            subject: user.id.to_string(),
            detail: Some("from the shell".to_owned()),
            at: Utc::now(),
        };
        self.store.audit(entry).await
    }

    /// What was written is on disk already; this only says good-bye in order.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        Ok(self.store.close().await?)
    }
}
