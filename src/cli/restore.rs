//! `glossa restore`: a server's data folder as a backup has it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::backup::archive::{extract, private_folder_in};
use super::settings::Settings;
use crate::store::{FILE_NAME, Store};

#[derive(Args, Debug)]
pub(super) struct Restore {
    /// The archive that `glossa backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    settings: Box<Settings>,
}

impl Restore {
    /// Never over what is there: the folder must be empty or missing, the database empty.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.settings.load()?;
        let data = &config.data;
        if data.is_dir() && fs::read_dir(data)?.next().is_some() {
            bail!("{} is not empty: name another folder by --data, or move it away", data.display());
        }
        let beside = match data.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        fs::create_dir_all(beside)?;
        // Whatever goes wrong, there is no half of a data folder.
        let fresh = private_folder_in(beside)?;
        extract(&self.file, fresh.path())?;
        let database = fresh.path().join(FILE_NAME);
        if !database.is_file() {
            bail!("{} is no backup: it holds no database", self.file.display());
        }
        tokio::runtime::Runtime::new()?.block_on(async {
            let saved = Store::open_file(&database).await?;
            if let Some(url) = &config.database_url {
                let target = Store::open(url.reveal()).await?;
                saved.copy_into(&target).await?;
                target.close().await?;
            }
            saved.close().await
        })?;
        if config.database_url.is_some() {
            fs::remove_file(&database)?;
        }
        if data.is_dir() {
            fs::remove_dir(data)?;
        }
        let fresh = fresh.keep();
        fs::rename(&fresh, data).with_context(|| format!("{} has it all, but cannot be moved", fresh.display()))?;
        println!("{} holds everything again.", data.display());
        Ok(())
    }
}
