//! `glossa backup`: everything that a server keeps, in one file.

pub(super) mod archive;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use self::archive::{ArchiveWriter, private_folder_in};
use super::settings::Settings;
use crate::store::{FILE_NAME, Store};

#[derive(Args, Debug)]
pub(super) struct Backup {
    /// The archive (ZIP) to make; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    settings: Box<Settings>,
}

impl Backup {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.settings.load()?;
        if !config.data.is_dir() {
            bail!("there is no data folder {}: is it another one, set by --data?", config.data.display());
        }
        let beside = match self.file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if fs::canonicalize(beside)?.starts_with(fs::canonicalize(&config.data)?) {
            bail!("a backup in the data folder would be lost with it: name another place");
        }
        let files = files_in(&config.data)?;
        // Where the archive fits, the database does.
        let folder = private_folder_in(beside)?;
        let database = folder.path().join(FILE_NAME);
        tokio::runtime::Runtime::new()?.block_on(async {
            let store = match &config.database_url {
                Some(url) => Store::open_existing(url.reveal()).await?,
                None => Store::open_in(&config.data).await?,
            };
            store.save_into(&database).await?;
            store.close().await
        })?;
        let mut archive = ArchiveWriter::create(&self.file)?;
        archive.add(Path::new(FILE_NAME), &database)?;
        for file in files {
            archive.add(&file, &config.data.join(&file))?;
        }
        let size = archive.finish()?;
        println!("{} holds everything, in {size} bytes.", self.file.display());
        Ok(())
    }
}

/// Everything in the data folder but the database itself, by the path from there.
fn files_in(data: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(data.join(&folder)).context("the data folder cannot be read")? {
            let entry = entry?;
            let (path, kind) = (folder.join(entry.file_name()), entry.file_type()?);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && !path.to_string_lossy().starts_with(FILE_NAME) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
