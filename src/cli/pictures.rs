//! Where commands that draw put their pictures.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use crate::video::{Picture, y4m};

/// A video, or a folder with a numbered PNG image for each picture.
pub(super) enum Target {
    Folder(PathBuf),
    Y4m(y4m::Writer<BufWriter<File>>),
}

impl Target {
    pub(super) fn create(path: &Path, width: u16, height: u16, fps: u32) -> anyhow::Result<Self> {
        let named = || path.display().to_string();
        if path.extension().is_some_and(|extension| extension == "y4m") {
            let file = BufWriter::new(File::create(path).with_context(named)?);
            return Ok(Self::Y4m(y4m::Writer::new(file, width.into(), height.into(), fps)?));
        }
        if path.extension().is_some() && !Path::is_dir(path) {
            bail!("{} ends neither in .y4m nor names a folder", named());
        }
        fs::create_dir_all(path).with_context(named)?;
        Ok(Self::Folder(path.to_owned()))
    }

    pub(super) fn write(&mut self, number: usize, picture: Picture) -> anyhow::Result<()> {
        match self {
            Self::Y4m(writer) => writer.write(&picture)?,
            Self::Folder(folder) => save(picture, &folder.join(format!("{number:05}.png")))?,
        }
        Ok(())
    }
}

/// Writes one picture as an image of the kind that the path's ending names.
pub(super) fn save(picture: Picture, path: &Path) -> anyhow::Result<()> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let image = image::RgbImage::from_raw(width, height, picture.rgb).context("a picture of odd size")?;
    image.save(path).with_context(|| path.display().to_string())
}
