//! `glossa clip`: turns a recording into what a browser can play as its camera.

use std::{fs::File, io::BufWriter, path::PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::video::{recording, y4m};

/// Turn a recording into an uncompressed .y4m file, for a browser's fake camera
#[derive(Args, Debug)]
pub(super) struct Clip {
    /// VP8 in an IVF or WebM file, or a folder of PNG or JPEG images
    recording: PathBuf,
    /// The file to write
    out: PathBuf,
    /// Images a second
    #[arg(long, value_name = "N", default_value_t = 15)]
    fps: u32,
}

impl Clip {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let name = self.recording.display().to_string();
        let mut pictures = recording::open(&self.recording, self.fps).with_context(|| name.clone())?;
        let Some(first) = pictures.next() else { bail!("{name} holds no picture") };
        let first = first.with_context(|| name.clone())?.picture;
        let file = BufWriter::new(File::create(&self.out).with_context(|| self.out.display().to_string())?);
        let mut writer = y4m::Writer::new(file, first.width, first.height, self.fps)?;
        writer.write(&first)?;
        for picture in pictures {
            writer.write(&picture.with_context(|| name.clone())?.picture)?;
        }
        Ok(())
    }
}
