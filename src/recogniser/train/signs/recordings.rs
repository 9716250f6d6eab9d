//! Recorded words that the dictionary describes, as takes.

use std::path::Path;

use super::{
    super::{
        TrainError,
        landmark_error::LandmarkError,
        random::Random,
        records::{Records, Source, table},
    },
    Frame, Take,
};
use crate::{notation::Sign, recogniser::features::Outline};

/// What one source shows.
pub(in crate::recogniser::train) struct Recordings {
    source: Source,
    /// Which sign of the dictionary, with how somebody made it.
    pub(in crate::recogniser::train) takes: Vec<(usize, Take)>,
    /// What is not in the dictionary: letters, other signs, nothing.
    pub(in crate::recogniser::train) others: Vec<Take>,
}

impl Recordings {
    pub(in crate::recogniser::train) fn name(&self) -> &str {
        self.source.name()
    }

    /// Kept for the last measurement.
    pub(in crate::recogniser::train) fn is_test(&self) -> bool {
        self.source.split == "test"
    }

    pub(super) fn shares_people_with(&self, other: &Self) -> bool {
        let person = |name: &str| if name == "dmohazab" { "traduttore".to_owned() } else { name.to_owned() };
        person(self.name()) == person(other.name())
    }

    pub(in crate::recogniser::train) fn read(data: &Path, signs: &[Sign]) -> Result<Vec<Self>, TrainError> {
        let sources: Vec<Source> = table(&data.join("words.csv"))?;
        sources.into_iter().map(|source| Self::of(source, data, signs)).collect()
    }

    fn of(source: Source, data: &Path, signs: &[Sign]) -> Result<Self, TrainError> {
        let records = Records::open(data, &source.file)?;
        let labels: Vec<String> = records.header("labels")?;
        let meant: Vec<Option<usize>> = labels.iter().map(|label| sign(label, signs)).collect();
        let (pose, hands) = (records.floats("pose")?, records.floats("hands")?);
        let (start, label) = (records.integers("start")?, records.integers("label")?);
        let (mut takes, mut others) = (Vec::new(), Vec::new());
        for (row, bounds) in start.windows(2).enumerate() {
            let damaged = || records.damaged(format!("sequence {row} is not there"));
            let label = label.get(row).and_then(|&label| usize::try_from(label).ok());
            let sign = *label.and_then(|label| meant.get(label)).ok_or_else(damaged)?;
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
            let take = Take { rate, frames: frames.ok_or_else(damaged)? };
            match sign {
                Some(sign) => takes.push((sign, take)),
                None => others.push(take),
            }
        }
        Ok(Self { source, takes, others })
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

/// A recorded take, begun later, stretched, tracked otherwise, at times without a body.
pub(in crate::recogniser::train) fn varied(take: &Take, error: &LandmarkError, random: &mut Random) -> Take {
    let frames = take.frames.len();
    let (from, to) = (random.below(frames / 5 + 1), frames - random.below(frames / 5 + 1));
    let stretch = random.uniform(0.88, 1.14);
    let off = error.draw(0.5, random);
    let poses = random.chance(0.75);
    let vary = |frame: &Frame| Frame {
        pose: frame.pose.filter(|_| poses),
        hands: frame.hands.map(|hand| {
            hand.map(|points| {
                let outline = Outline(points.map(|[x, y, _]| [x, y]));
                let size = outline.size();
                std::array::from_fn(|point| {
                    let [x, y] = outline.0[point];
                    [x + off[point][0] * 2.0 * size, y + off[point][1] * 2.0 * size, points[point][2]]
                })
            })
        }),
        aspect: frame.aspect * stretch,
    };
    Take { rate: take.rate, frames: take.frames[from..to].iter().map(vary).collect() }
}

fn found(values: &[f32]) -> bool {
    values.iter().any(|value| *value != 0.0)
}

/// Height over width, where nothing is known: the likeliest.
const WEBCAM: f32 = 3.0 / 4.0;
const HANDS: usize = 2 * 21 * 3;
const POSE: usize = 9 * 4;
