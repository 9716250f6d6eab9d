//! Hands a measured figure on: to the reader, and to the file that `BENCH_JSON` names.

use std::{fmt, fs::OpenOptions, io::Write};

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// Prints a figure, and appends it as one line of JSON: name, value, unit and goal.
pub(crate) fn report(name: &str, value: f64, unit: &str, goal: Option<Goal>) {
    let goal = goal.map(|goal| goal.to_string());
    println!("{name:<60} {value:>9.3} {unit:<4} {}", goal.as_deref().unwrap_or_default());
    let Some(path) = std::env::var_os("BENCH_JSON") else { return };
    let line = serde_json::json!({ "name": name, "value": value, "unit": unit, "goal": goal });
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| writeln!(file, "{line}")).expect("the file that BENCH_JSON names can be written");
}

/// Says why a figure is missing.
pub(crate) fn left_out(name: &str, why: &str) {
    println!("left out: {name} ({why})");
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, ">= {least}"),
            Self::AtMost(most) => write!(f, "<= {most}"),
        }
    }
}
