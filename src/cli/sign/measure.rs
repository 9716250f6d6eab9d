//! `glossa sign measure`: holds the dictionary against recorded people.

use std::{path::PathBuf, time::Instant};

use crate::{
    notation::{dictionary, handshapes},
    recogniser::train::signs::trial::{Tally, Trial},
};

/// Hold the dictionary against recorded people: train on what is written, read what they sign
#[derive(clap::Args, Debug)]
pub(super) struct Measure {
    /// The folder with words.csv
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Also score the sources that are kept for the last measurement
    #[arg(long)]
    test: bool,
    /// Batches that each network learns from
    #[arg(long, value_name = "N", default_value_t = 1200, value_parser = clap::value_parser!(u32).range(3..=100_000))]
    steps: u32,
    /// The same seed gives the same figures
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Measure {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut tell = |news: &str| println!("{:5.0} s  {news}", started.elapsed().as_secs_f32());
        let trial = Trial { data: self.data, seed: self.seed, test: self.test, steps: self.steps as usize };
        let outcome = trial.run(dictionary()?, handshapes()?, &mut tell)?;
        println!("\nFrom descriptions alone, among {} signs:", outcome.choices);
        let mut all = [Tally::default(); 2];
        for (name, tallies) in &outcome.signs {
            for (place, tally) in tallies.iter().enumerate().filter(|(_, tally)| tally.takes > 0) {
                all[place].add(tally);
                println!("{:6}  {name:<16}  {}", KINDS[place], tally.shares());
            }
        }
        for (kind, tally) in KINDS.iter().zip(&all).filter(|(_, tally)| tally.takes > 0) {
            println!("{kind:6}  all               {}", tally.shares());
        }
        let mut mistaken: Vec<_> = outcome.mistaken.iter().collect();
        mistaken.sort_by(|(_, a), (_, b)| b.cmp(a));
        println!("\nMost often mistaken among people of the training sources:");
        for ((name, read), takes) in mistaken.iter().take(MISTAKES) {
            println!("{takes:4}  {name} read as {read}");
        }
        let mut totals = [Tally::default(); 3];
        for (_, tallies) in &outcome.left_out {
            totals.iter_mut().zip(tallies).for_each(|(total, tally)| total.add(tally));
        }
        println!("\nEach source left out, among the signs that the others show:");
        for (what, total) in ["recordings", "descriptions", "both"].iter().zip(&totals) {
            println!("{what:<12}  {}", total.shares());
        }
        Ok(())
    }
}

const MISTAKES: usize = 25;
const KINDS: [&str; 2] = ["train", "test"];
