//! `glossa signer`: draws clips of the synthetic signer.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};

use super::pictures::Target;
use crate::signer::{
    SkinTone,
    camera::Camera,
    clip::{Clip, Plan},
    scene::Setting,
    script::{Act, Manner},
};

/// Draw clips of a synthetic signer.
#[derive(Args, Debug)]
pub(super) struct SignerCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Render(Render),
}

/// Draw a clip into a .y4m file, or into a folder of PNG images.
///
/// The bundled demonstration is made so, then coded by the VP8 project's own tool (see the
/// Makefile).
#[derive(Args, Debug)]
struct Render {
    /// The words to be spelled.
    #[arg(long, required_unless_present = "silent", conflicts_with = "silent")]
    text: Option<String>,
    /// Hands that say nothing, instead of words.
    #[arg(long, value_enum)]
    silent: Option<Silent>,
    /// A file that ends in .y4m, or a folder.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Frames a second.
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=120))]
    fps: u32,
    /// How long a clip without words lasts.
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0)]
    seconds: f32,
    /// How long each letter is held, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = Manner::default().hold)]
    hold: f32,
    /// Of the picture, in pixels.
    #[arg(long, default_value_t = 640, value_parser = clap::value_parser!(u16).range(16..=1920))]
    width: u16,
    /// Of the picture, in pixels.
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u16).range(16..=1088))]
    height: u16,
    /// From light (1) to dark (5).
    #[arg(long, value_name = "TONE", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=5))]
    skin: u8,
    /// From the camera to the hand, in centimetres.
    #[arg(long, value_name = "CM", default_value_t = Manner::default().distance)]
    distance: f32,
    /// Spell with the left hand.
    #[arg(long)]
    left: bool,
    /// Show everything as a mirror does.
    #[arg(long)]
    mirror: bool,
    /// Chooses the room and the unsteadiness of the hand.
    #[arg(long, default_value_t = 3)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Silent {
    /// An empty chair.
    Chair,
    /// Hands that fidget.
    Fidget,
    /// Hands at rest.
    Rest,
}

impl SignerCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Action::Render(render) = self.action;
        render.run()
    }
}

impl Render {
    fn run(&self) -> anyhow::Result<()> {
        let clip = Clip::new(&self.plan())?;
        let frames = clip.len();
        let mut target = Target::create(&self.out, self.width, self.height, self.fps)?;
        for (number, shot) in clip.enumerate() {
            let picture = if self.mirror { shot.picture.mirrored() } else { shot.picture };
            target.write(number, picture).with_context(|| self.out.display().to_string())?;
        }
        println!("{frames} pictures in {}", self.out.display());
        Ok(())
    }

    fn plan(&self) -> Plan {
        let act = match (&self.text, self.silent) {
            (Some(text), _) => Act::Spell(text.clone()),
            (None, Some(Silent::Fidget)) => Act::Fidget,
            (None, Some(Silent::Rest)) => Act::Rest,
            (None, Some(Silent::Chair) | None) => Act::Nothing,
        };
        let setting = Setting {
            camera: Camera::webcam(self.width.into(), self.height.into()),
            skin: SkinTone::ALL[usize::from(self.skin - 1)],
            empty: act == Act::Nothing,
            seed: self.seed,
            ..Setting::default()
        };
        let (fps, hold, distance, left, seed) = (self.fps, self.hold, self.distance, self.left, self.seed);
        let manner = Manner { fps, hold, distance, left, seed, ..Manner::default() };
        Plan { act, manner, setting, seconds: self.seconds }
    }
}
