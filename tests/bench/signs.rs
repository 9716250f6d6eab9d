//! Synthetic signing: how many landmark sequences one core makes of the written signs.

use std::time::Instant;

use glossa::{
    notation::{dictionary, handshapes},
    recogniser::train::signs::Generator,
};

use crate::report::{Goal, report};

pub(crate) fn measure() {
    let generator = Generator::new(handshapes().expect("the bundled handshapes"));
    let signs = dictionary().expect("the bundled signs");
    let start = Instant::now();
    let mut frames = 0;
    for seed in 0..SEQUENCES {
        frames += generator.take(&signs[seed % signs.len()], seed as u64).frames.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    report("signs, sequences made on one core", SEQUENCES as f64 / seconds, "/s", Some(Goal::AtLeast(10_000.0 / 60.0)));
    report("signs, frames made on one core", frames as f64 / seconds, "/s", None);
}

const SEQUENCES: usize = 10_000;
