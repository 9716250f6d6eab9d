//! The licensed landmarks as training sees them: right hands, true proportions, sorted by source.

use std::{collections::HashMap, path::Path};

use super::{
    TrainError,
    records::{Records, Source, table},
};
use crate::recogniser::features::Outline;

/// Everything that is read from the data folder.
pub(super) struct Corpus {
    pub(super) sources: Vec<Spelled>,
}

/// What one source shows.
pub(super) struct Spelled {
    pub(super) source: Source,
    pub(super) stills: Vec<Still>,
    pub(super) takes: Vec<Take>,
    /// Pictures in which the first try found no hand, by meaning.
    pub(super) undetected: HashMap<char, usize>,
}

/// One hand in one picture.
pub(super) struct Still {
    /// Letter or digit.
    pub(super) meaning: char,
    pub(super) outline: Outline,
    /// Found only after a border was added.
    pub(super) padded: bool,
    /// Known for digits.
    pub(super) signer: Option<i64>,
    /// Whether this is the right hand is not known.
    pub(super) either_hand: bool,
}

/// One hand in a short video.
pub(super) struct Take {
    /// A letter, or none for a word.
    pub(super) meaning: Option<char>,
    /// None where no hand was found.
    pub(super) frames: Vec<Option<Outline>>,
    /// Frames a second, as far as known.
    pub(super) rate: f32,
}

impl Corpus {
    pub(super) fn read(data: &Path) -> Result<Self, TrainError> {
        let mut sources = Self::letters(data)?;
        for source in table::<Source>(&data.join("words.csv"))? {
            let records = Records::open(data, &source.file)?;
            let takes = takes(&source, &records)?;
            sources.push(Spelled { source, stills: Vec::new(), takes, undetected: HashMap::new() });
        }
        Ok(Self { sources })
    }

    /// Pictures alone.
    pub(super) fn letters(data: &Path) -> Result<Vec<Spelled>, TrainError> {
        let sources: Vec<Source> = table(&data.join("letters.csv"))?;
        let read = |source: Source| {
            let records = Records::open(data, &source.file)?;
            stills(source, &records)
        };
        sources.into_iter().map(read).collect()
    }
}

impl Still {
    /// Shown by somebody who is kept for tests.
    pub(super) fn held_out(&self) -> bool {
        self.signer.is_some_and(|signer| signer % 5 == 0)
    }
}

impl Spelled {
    /// Shows letters of the alphabet.
    pub(super) fn spells(&self) -> bool {
        self.stills.iter().any(|still| still.meaning.is_alphabetic())
            || self.takes.iter().any(|take| take.meaning.is_some())
    }

    pub(super) fn name(&self) -> &str {
        self.source.name()
    }
}

fn stills(source: Source, records: &Records) -> Result<Spelled, TrainError> {
    let labels = meanings(records)?;
    let landmarks = records.floats("landmarks")?;
    let (hand, label) = (records.integers("hand")?, records.integers("label")?);
    let (padded, signer) = (records.integers("padded")?, records.integers("signer")?);
    if landmarks.len() != label.len() * POINTS * 3 || hand.len() != label.len() {
        return Err(records.damaged("its tensors differ in length".to_owned()));
    }
    let stretch = aspect(source.name());
    let mut stills = Vec::with_capacity(label.len());
    for (row, points) in landmarks.chunks_exact(POINTS * 3).enumerate() {
        let meaning = usize::try_from(label[row]).ok().and_then(|label| labels.get(label).copied().flatten());
        let meaning = meaning.ok_or_else(|| records.damaged(format!("record {row} has an unknown label")))?;
        let mirror = if hand[row] == 1 { -1.0 } else { 1.0 };
        stills.push(Still {
            meaning,
            outline: outline(points, stretch * mirror),
            padded: padded.get(row).is_some_and(|&padded| padded == 1),
            signer: signer.get(row).copied(),
            either_hand: hand[row] == -1,
        });
    }
    let missed: HashMap<String, usize> = records.header("undetected")?;
    let undetected = missed.into_iter().filter_map(|(label, count)| Some((label.chars().next()?, count))).collect();
    Ok(Spelled { source, stills, takes: Vec::new(), undetected })
}

fn takes(source: &Source, records: &Records) -> Result<Vec<Take>, TrainError> {
    let labels: Vec<String> = records.header("labels")?;
    let hands = records.floats("hands")?;
    let (start, label) = (records.integers("start")?, records.integers("label")?);
    let rate = if source.name() == "traduttore" { 20.0 } else { 15.0 };
    let mut takes = Vec::with_capacity(label.len());
    for (row, bounds) in start.windows(2).enumerate() {
        let damaged = || records.damaged(format!("sequence {row} is not there"));
        let bounds = usize::try_from(bounds[0]).ok().zip(usize::try_from(bounds[1]).ok());
        let frames = bounds.and_then(|(from, to)| hands.get(from * FRAME..to * FRAME)).ok_or_else(damaged)?;
        let name = label.get(row).and_then(|&label| labels.get(usize::try_from(label).ok()?)).ok_or_else(damaged)?;
        let spelled = name.strip_prefix("letter_").filter(|letter| letter.len() == 1);
        takes.push(Take {
            meaning: spelled.and_then(|letter| letter.chars().next()).map(|letter| letter.to_ascii_uppercase()),
            frames: one_hand(frames),
            rate,
        });
    }
    Ok(takes)
}

/// The hand that is seen more often, as a right hand.
fn one_hand(frames: &[f32]) -> Vec<Option<Outline>> {
    let seen = |hand: &[f32]| hand.iter().any(|&value| value != 0.0);
    let count = |slot: usize| frames.chunks_exact(FRAME).filter(|f| seen(&f[slot * HAND..(slot + 1) * HAND])).count();
    // Slot 0 holds left hands.
    let (slot, mirror) = if count(0) > count(1) { (0, -1.0) } else { (1, 1.0) };
    let hands = frames.chunks_exact(FRAME).map(|frame| &frame[slot * HAND..(slot + 1) * HAND]);
    hands.map(|hand| seen(hand).then(|| outline(hand, WEBCAM * mirror))).collect()
}

fn outline(points: &[f32], x_scale: f32) -> Outline {
    Outline(std::array::from_fn(|k| [points[3 * k] * x_scale, points[3 * k + 1]]))
}

fn meanings(records: &Records) -> Result<Vec<Option<char>>, TrainError> {
    let labels: Vec<String> = records.header("labels")?;
    Ok(labels.iter().map(|label| label.chars().next()).collect())
}

/// Width over height of the pictures, where landmarks are fractions of both: the likeliest.
fn aspect(source: &str) -> f32 {
    match source {
        "borisgraudt" => 16.0 / 9.0,
        "longhongvo23" | "nejohnson2" | "signn" => WEBCAM,
        _ => 1.0,
    }
}

const WEBCAM: f32 = 4.0 / 3.0;
const POINTS: usize = 21;
const HAND: usize = POINTS * 3;
/// Two hands.
const FRAME: usize = 2 * HAND;
