//! `glossa sign check`: tells whether a sign is written rightly, which others it resembles.

use std::io::{self, Write};

use super::named;
use crate::{
    notation::{Sign, dictionary, handshapes},
    recogniser::train::signs::{Generator, likeness::Performances},
};

/// Tell whether a sign is written rightly, which others it is hard to tell from
#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// A sign of the dictionary, or a file that ends in .sign
    name: String,
    /// How many others are named
    #[arg(long, value_name = "N", default_value_t = 5)]
    nearest: usize,
    /// Chooses the people who perform
    #[arg(long, default_value_t = 3)]
    seed: u64,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let sign = named::sign(&self.name)?;
        let signs = dictionary()?;
        let generator = Generator::new(handshapes()?);
        let ours = Performances::of(&sign, &generator, self.seed);
        let own = ours.spread();
        let mut others: Vec<(f32, &Sign)> = signs
            .iter()
            .filter(|other| (other.language, &other.name) != (sign.language, &sign.name))
            .map(|other| (ours.distance(&Performances::of(other, &generator, self.seed)), other))
            .collect();
        others.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let out = &mut io::stdout().lock();
        let ways = if sign.variants.len() == 1 { "1 way" } else { &format!("{} ways", sign.variants.len()) };
        writeln!(out, "{}/{} is written rightly, in {ways}", sign.language, sign.name)?;
        writeln!(out, "{own:.2}  between people who make it")?;
        for (distance, other) in others.iter().take(self.nearest) {
            let close = if *distance < CLOSE * own { "  hard to tell apart" } else { "" };
            writeln!(out, "{distance:.2}  to {}{close}", other.name)?;
        }
        Ok(())
    }
}

/// Another sign is hard to tell apart when it is hardly further than two people who make this one.
const CLOSE: f32 = 1.25;
