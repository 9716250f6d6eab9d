//! `glossa sign show`: draws somebody who makes a sign.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{super::pictures, named, sheet::sheet};
use crate::{
    notation::handshapes,
    recogniser::train::signs::{Act, Generator, Person},
    signer::{SkinTone, camera::Camera, portrait::Portrait},
    video::Picture,
};

/// Draw somebody who makes a sign, as it is written
#[derive(clap::Args, Debug)]
pub(super) struct Show {
    /// A sign of the dictionary, or a file that ends in .sign
    name: String,
    /// A file that ends in .y4m, a folder for PNG images, or a .png file for twelve moments at a glance
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Which of the ways to make it, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    way: usize,
    /// Frames a second
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=120))]
    fps: u32,
    /// Of a picture, in pixels
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u16).range(16..=1920))]
    width: u16,
    /// Of a picture, in pixels
    #[arg(long, default_value_t = 360, value_parser = clap::value_parser!(u16).range(16..=1088))]
    height: u16,
    /// From light (1) to dark (5)
    #[arg(long, value_name = "TONE", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=5))]
    skin: u8,
    /// Sign with the left hand
    #[arg(long)]
    left: bool,
    /// Chooses the room and how often a movement is made
    #[arg(long, default_value_t = 3)]
    seed: u64,
}

impl Show {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let sign = named::sign(&self.name)?;
        let ways = sign.variants.len();
        let variant = self.way.checked_sub(1).and_then(|way| sign.variants.get(way));
        let variant = variant.with_context(|| format!("{} is written in {ways} ways", sign.name))?;
        let person = Person { left_handed: self.left, ..Person::textbook() };
        let act = Generator::new(handshapes()?).act(variant, &person, self.seed);
        let camera = Camera::webcam(self.width.into(), self.height.into());
        let mut portrait = Portrait::new(camera, SkinTone::ALL[usize::from(self.skin - 1)], self.seed);
        let mut draw = |time: f32| portrait.picture(&act.at(time));
        if self.out.extension().is_some_and(|ending| ending == "png") {
            return glance(&act, &mut draw, &self.out);
        }
        let mut target = pictures::Target::create(&self.out, self.width, self.height, self.fps)?;
        let frames = (act.length() * self.fps as f32).ceil() as usize;
        for number in 0..frames {
            let picture = draw(number as f32 / self.fps as f32);
            target.write(number, picture).with_context(|| self.out.display().to_string())?;
        }
        println!("{frames} pictures in {}", self.out.display());
        Ok(())
    }
}

/// Twelve moments from shortly before the sign until its end.
fn glance(act: &Act, draw: &mut impl FnMut(f32) -> Picture, path: &Path) -> anyhow::Result<()> {
    let (start, end) = act.first_round();
    let from = start - 0.15;
    let moment = |number: usize| from + (end - from) * number as f32 / (MOMENTS - 1) as f32;
    let drawn: Vec<Picture> = (0..MOMENTS).map(|number| draw(moment(number))).collect();
    pictures::save(sheet(&drawn, COLUMNS).context("no picture was drawn")?, path)?;
    println!("{MOMENTS} moments in {}", path.display());
    Ok(())
}

const MOMENTS: usize = 12;
const COLUMNS: usize = 4;
