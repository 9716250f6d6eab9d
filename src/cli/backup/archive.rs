//! The archive of a backup: a ZIP file, readable by its owner only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An archive that is being made.
pub(in crate::cli) struct ArchiveWriter(ZipWriter<File>);

impl ArchiveWriter {
    /// Never over another backup.
    pub(in crate::cli) fn create(file: &Path) -> anyhow::Result<Self> {
        let made = private().create_new(true).open(file);
        Ok(Self(ZipWriter::new(made.with_context(|| format!("{} cannot be made", file.display()))?)))
    }

    pub(in crate::cli) fn add(&mut self, name: &Path, file: &Path) -> anyhow::Result<()> {
        let options = SimpleFileOptions::default().large_file(true).unix_permissions(0o600);
        self.0.start_file_from_path(name, options)?;
        let added = File::open(file).and_then(|mut file| io::copy(&mut file, &mut self.0));
        added.with_context(|| format!("{} cannot be kept", file.display()))?;
        Ok(())
    }

    /// On disk when it returns. Says how long the archive is.
    pub(in crate::cli) fn finish(self) -> anyhow::Result<u64> {
        let file = self.0.finish()?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    }
}

/// Lays an archive out in a folder. What was damaged since is an error: each file has a checksum.
pub(in crate::cli) fn extract(archive: &Path, folder: &Path) -> anyhow::Result<()> {
    let file = File::open(archive).with_context(|| format!("{} cannot be read", archive.display()))?;
    let mut archive = ZipArchive::new(file)?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let Some(name) = entry.enclosed_name() else {
            bail!("this is no backup: it has a file that would lie outside of the data folder");
        };
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            make_private_folder(parent)?;
        }
        if !entry.is_dir() {
            let mut file = private().create_new(true).open(&path)?;
            io::copy(&mut entry, &mut file)?;
            file.sync_all()?;
        }
    }
    Ok(())
}

/// A folder for what is not finished, which goes with its handle.
pub(in crate::cli) fn private_folder_in(folder: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(folder)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    if fs::exists(folder)? {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
