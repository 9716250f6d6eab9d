//! `glossa demo`: one person alone sees captions.

use std::io::ErrorKind;

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Args;
use rand::{SeedableRng, rngs::StdRng};

use super::settings::Settings;
use crate::app::{self, App, StartError};
use crate::config::Config;
use crate::demo::{Cast, House};
use crate::http::CookiePolicy;
use crate::shutdown;
use crate::store::Store;

#[derive(Args, Debug)]
pub(super) struct Demo {
    #[command(flatten)]
    settings: Settings,
}

impl Demo {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.settings.load()?;
        super::start_log(&config)?;
        tokio::runtime::Runtime::new()?.block_on(show(config))
    }
}

/// Starts the server unless one has its address already; then that one is the stage.
async fn show(config: Config) -> anyhow::Result<()> {
    let cookies = CookiePolicy::new(config.secure_cookies);
    match App::start(config.clone()).await {
        Ok(app) => {
            let (house, store, origin) = (app.house().clone(), app.store().clone(), app.origin().to_owned());
            tokio::spawn(async move {
                if let Err(error) = perform(&house, &store, &origin, cookies).await {
                    tracing::error!(error = format!("{error:#}"), "the demo failed");
                }
            });
            Ok(app.run_until_stopped().await?)
        }
        Err(StartError::Listen(address, error)) if error.kind() == ErrorKind::AddrInUse => {
            let store = match &config.database_url {
                Some(url) => Store::open(url.reveal()).await?,
                None if config.data.exists() => Store::open_in(&config.data).await?,
                None => {
                    bail!("{address} is in use, but not by a Glossa with the data folder {}", config.data.display())
                }
            };
            let origin = app::origin(&config, address);
            let house = House { origin: app::local_origin(address), media: config.media.unwrap_or(address) };
            tokio::select! {
                outcome = perform(&house, &store, &origin, cookies) => outcome,
                _ = shutdown::asked_to_stop() => Ok(()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// Prints a link that lets a visitor in, and lets the signer spell there until the process ends.
async fn perform(house: &House, store: &Store, origin: &str, cookies: CookiePolicy) -> anyhow::Result<()> {
    let (now, mut random) = (Utc::now(), StdRng::from_os_rng());
    let cast = Cast::call(store, &mut random, now).await?;
    let room = cast.room(store, &mut random, now).await?;
    let link = cast.invitation(store, &mut random, now).await?;
    println!(
        "Meet the demo signer (this link logs you in, once):\n{origin}/enter?room={}#{}",
        room.code,
        link.reveal()
    );
    loop {
        let performance =
            house.invite(store, &room.code, |session| cookies.header(session)).await.context("no performance")?;
        performance.play().await;
    }
}
