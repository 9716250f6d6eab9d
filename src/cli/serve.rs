//! `glossa serve`: the server.

use clap::Args;

use super::settings::Settings;
use crate::app::App;

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) settings: Settings,
}

impl Serve {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.settings.load()?;
        super::start_log(&config)?;
        tokio::runtime::Runtime::new()?.block_on(async {
            let app = App::start(config).await?;
            println!("Glossa answers at {}", app.origin());
            if let Some(link) = app.setup_link() {
                println!("There is no administrator yet. This link makes the first, once:\n{link}");
            }
            app.run_until_stopped().await?;
            Ok(())
        })
    }
}
