//! `glossa serve`: the server.

use clap::Args;
use tokio::runtime::Builder;

use super::settings::Settings;
use crate::app::App;
use crate::priority::{Work, lower_for};

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) settings: Settings,
}

impl Serve {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.settings.load()?;
        super::start_log(&config)?;
        let runtime = Builder::new_multi_thread().enable_all().on_thread_start(|| lower_for(Work::Requests)).build()?;
        runtime.block_on(async {
            let app = App::start(config).await?;
            println!("Glossa answers at {}", app.origin());
            for origin in app.elsewhere() {
                println!("From other machines: {origin}");
            }
            if let Some(fingerprint) = app.fingerprint() {
                println!(
                    "Browsers will warn of its certificate. Trust it if this is its SHA-256 fingerprint:\n{fingerprint}"
                );
            }
            if let Some(link) = app.setup_link() {
                println!("There is no administrator yet. This link makes the first, once:\n{link}");
            }
            app.run_until_stopped().await?;
            Ok(())
        })
    }
}
