//! `glossa sign list`: names every sign of the dictionary.

use std::io::{self, Write};

use crate::notation::{Seen, Sign, Word, dictionary};

/// Name every sign with its meaning, its hands, how far it was held against real people.
#[derive(clap::Args, Debug)]
pub(super) struct List {}

impl List {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let signs = dictionary()?;
        let mut out = io::stdout().lock();
        for sign in signs {
            writeln!(out, "{}", line(sign))?;
        }
        Ok(())
    }
}

fn line(sign: &Sign) -> String {
    // The first way to make a sign is the usual one.
    let hands = sign.variants.first().map_or("", |variant| variant.hands.name());
    let labels: Vec<&str> = sign.labels.iter().flat_map(|(_, words)| words).map(String::as_str).collect();
    let seen = match sign.seen {
        Seen::DescribedOnly => "described only".to_owned(),
        Seen::InTakes { recall } => format!("{:.0} % of real takes read right", 100.0 * recall),
    };
    format!("{}  {:<16}  {:<11}  {seen:<30}  {}", sign.language, sign.name, hands, labels.join(", "))
}
