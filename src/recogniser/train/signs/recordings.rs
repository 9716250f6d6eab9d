//! Recorded words that the dictionary describes, as takes.

use std::path::Path;

use super::{
    super::{
        TrainError,
        records::{Records, Source, table},
    },
    Frame, Take,
};
use crate::notation::Sign;

/// What one source shows.
pub(super) struct Recordings {
    pub(super) source: Source,
    /// Which sign of the dictionary, with how somebody made it.
    pub(super) takes: Vec<(usize, Take)>,
}

impl Recordings {
    pub(super) fn read(data: &Path, signs: &[Sign]) -> Result<Vec<Self>, TrainError> {
        let sources: Vec<Source> = table(&data.join("words.csv"))?;
        sources.into_iter().map(|source| Self::of(source, data, signs)).collect()
    }

    fn of(source: Source, data: &Path, signs: &[Sign]) -> Result<Self, TrainError> {
        let records = Records::open(data, &source.file)?;
        let labels: Vec<String> = records.header("labels")?;
        let meant: Vec<Option<usize>> = labels.iter().map(|label| sign(label, signs)).collect();
        let (pose, hands) = (records.floats("pose")?, records.floats("hands")?);
        let (start, label) = (records.integers("start")?, records.integers("label")?);
        let mut takes = Vec::new();
        for (row, bounds) in start.windows(2).enumerate() {
            let damaged = || records.damaged(format!("sequence {row} is not there"));
            let label = label.get(row).and_then(|&label| usize::try_from(label).ok());
            let Some(sign) = *label.and_then(|label| meant.get(label)).ok_or_else(damaged)? else { continue };
            let bounds = usize::try_from(bounds[0]).ok().zip(usize::try_from(bounds[1]).ok());
            let (from, to) = bounds.ok_or_else(damaged)?;
            let frame = |number: usize| {
                let hands = hands.get(number * HANDS..(number + 1) * HANDS)?;
                // Sources without a pose may lack its tensor.
                let pose = pose.get(number * POSE..(number + 1) * POSE);
                Some(Frame {
                    pose: pose
                        .filter(|pose| found(pose))
                        .map(|pose| std::array::from_fn(|point| std::array::from_fn(|value| pose[4 * point + value]))),
                    hands: std::array::from_fn(|side| {
                        let hand = &hands[side * HANDS / 2..(side + 1) * HANDS / 2];
                        found(hand)
                            .then(|| std::array::from_fn(|point| std::array::from_fn(|axis| hand[3 * point + axis])))
                    }),
                    aspect: WEBCAM,
                })
            };
            let frames: Option<Vec<Frame>> = (from..to).map(frame).collect();
            let rate = if source.name() == "traduttore" { 20.0 } else { 15.0 };
            takes.push((sign, Take { rate, frames: frames.ok_or_else(damaged)? }));
        }
        Ok(Self { source, takes })
    }
}

/// The sign of the dictionary that a label names.
fn sign(label: &str, signs: &[Sign]) -> Option<usize> {
    let name = match label {
        "go_to" => "go".to_owned(),
        "i_dont_know" => "dont-know".to_owned(),
        other => other.replace('_', "-"),
    };
    signs.iter().position(|sign| sign.name.as_str() == name)
}

fn found(values: &[f32]) -> bool {
    values.iter().any(|value| *value != 0.0)
}

/// Height over width, where nothing is known: the likeliest.
const WEBCAM: f32 = 3.0 / 4.0;
const HANDS: usize = 2 * 21 * 3;
const POSE: usize = 9 * 4;
