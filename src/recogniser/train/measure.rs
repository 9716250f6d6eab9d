//! Measures a model on people it has not seen.

use std::{collections::HashMap, path::Path, sync::Arc, time::Duration};

use serde::Deserialize;

use super::{
    TrainError,
    corpus::{Spelled, Still},
    records::{self, Clip},
};
use crate::{
    near::distance,
    recogniser::{
        Hand,
        features::Trail,
        spelling::{Speller, SpellingModel},
    },
};

/// How many of one source's pictures are read right.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    /// All, with or without a hand found.
    pub(super) pictures: usize,
    /// With a hand found, at the first or the second try.
    pub(super) found: usize,
    pub(super) found_first: usize,
    pub(super) right: usize,
    /// Of those found at the first try.
    pub(super) right_first: usize,
    /// What was read for what, where wrong.
    confused: HashMap<(char, char), usize>,
}

/// Which characters a picture may show.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Among {
    Digits,
    /// The 24 that are not movements.
    Letters,
}

impl Score {
    /// Reads a source's stills; for digits only those of signers that were held out.
    pub(super) fn of(source: &Spelled, among: Among, model: &SpellingModel) -> Result<Self, TrainError> {
        let mut score = Self::default();
        let counted = |still: &&Still| match among {
            Among::Digits => still.meaning.is_ascii_digit() && still.held_out(),
            Among::Letters => still.meaning.is_alphabetic() && !DRAWN.contains(&still.meaning),
        };
        for still in source.stills.iter().filter(counted) {
            score.found += 1;
            score.found_first += usize::from(!still.padded);
            let read = best(&model.score(&still.outline, &Trail::default())?, among, model);
            if read == Some(still.meaning) {
                score.right += 1;
                score.right_first += usize::from(!still.padded);
            } else if let Some(read) = read {
                *score.confused.entry((still.meaning, read)).or_default() += 1;
            }
        }
        // Misses are not known for single digit signers.
        let missed =
            source.undetected.iter().filter(|(meaning, _)| meaning.is_alphabetic() && !DRAWN.contains(meaning));
        score.pictures = score.found_first + missed.map(|(_, count)| count).sum::<usize>();
        Ok(score)
    }

    pub(super) fn detected(&self) -> f32 {
        share(self.right, self.found)
    }

    /// The commonest confusions, as `M>N 12`.
    pub(super) fn worst(&self, count: usize) -> String {
        let mut confused: Vec<_> = self.confused.iter().collect();
        confused.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let named = confused.iter().take(count).map(|((shown, read), count)| format!("{shown}>{read} {count}"));
        named.collect::<Vec<_>>().join(", ")
    }
}

pub(super) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn best(scores: &[f32], among: Among, model: &SpellingModel) -> Option<char> {
    let shapes = model.config().shape.labels.len();
    let meaning = |label: usize| match among {
        Among::Digits => model.alphabet().digit(label),
        Among::Letters => model.alphabet().letter(label),
    };
    let best =
        (0..shapes).filter(|&label| meaning(label).is_some()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
    meaning(best)
}

/// How often a signer's letters in motion are read as movements.
#[derive(Clone, Debug, Default)]
pub(super) struct Movements {
    /// Takes of J, those read as J; of Z, those read as Z; of other letters, those read as J or Z.
    pub(super) counts: [(usize, usize); 3],
}

impl Movements {
    pub(super) fn of(source: &Spelled, model: &Arc<SpellingModel>) -> Self {
        let mut movements = Self::default();
        // Letters come between others: a movement alone could be a fidget.
        let neighbour = source.takes.iter().find(|take| take.meaning == Some(NEIGHBOUR));
        for take in &source.takes {
            let (Some(meaning), Some(neighbour)) = (take.meaning, neighbour) else { continue };
            let frames = [neighbour, take, neighbour].into_iter().flat_map(|take| &take.frames);
            let hands = frames.map(|outline| outline.as_ref().map(|outline| seen(outline.0, true)));
            let text = spell(model, hands, take.rate);
            let row = DRAWN.iter().position(|&drawn| drawn == meaning).unwrap_or(2);
            let (all, hit) = &mut movements.counts[row];
            *all += 1;
            *hit += usize::from(if row < 2 { text.contains(meaning) } else { text.contains(DRAWN) });
        }
        movements
    }
}

/// A recorded word, as it was read from MediaPipe's landmarks.
#[derive(Clone, Debug)]
pub(super) struct ReadClip {
    pub(super) clip: Clip,
    pub(super) text: String,
}

impl ReadClip {
    pub(super) fn errors(&self) -> usize {
        character_errors(&self.clip.expected_text, &self.text)
    }
}

/// Wrong, missing, surplus characters, where doubled letters count once.
pub(super) fn character_errors(shown: &str, read: &str) -> usize {
    distance(&undoubled(shown), &undoubled(read))
}

/// Reads the clips of one split from the landmarks stored beside them.
pub(super) fn clips(data: &Path, split: &str, model: &Arc<SpellingModel>) -> Result<Vec<ReadClip>, TrainError> {
    let reference: Reference = records::json(&data.join("clips/tracking_reference.json.gz"))?;
    let table: Vec<Clip> = records::table(&data.join("clips/clips.csv"))?;
    let chosen = table.into_iter().filter(|clip| clip.split == split);
    chosen
        .map(|clip| {
            let frames = reference.clips.get(&clip.file).map_or(&[][..], |tracks| &tracks.full);
            let hands = frames.iter().map(|frame| {
                let Found(label, _, points) = frame.as_ref()?;
                let points: [[f32; 3]; 21] = points.as_slice().try_into().ok()?;
                // MediaPipe takes pictures for mirrored: its left hand is the signer's right one.
                Some(seen(points.map(|[x, y, _]| [x * 640.0, y * 480.0]), label.starts_with('L')))
            });
            Ok(ReadClip { text: spell(model, hands, clip.fps), clip })
        })
        .collect()
}

/// MediaPipe's results for each frame of each clip.
#[derive(Deserialize)]
struct Reference {
    clips: HashMap<String, Tracks>,
}

#[derive(Deserialize)]
struct Tracks {
    full: Vec<Option<Found>>,
}

/// Side, score, and 21 points as fractions of width and height.
#[derive(Deserialize)]
struct Found(String, serde::de::IgnoredAny, Vec<[f32; 3]>);

fn seen(points: [[f32; 2]; 21], right: bool) -> Hand {
    Hand {
        track: 0,
        points: points.map(|[x, y]| [x, y, 0.0]),
        world: [[0.0; 3]; 21],
        right: if right { 0.97 } else { 0.03 },
        presence: 1.0,
    }
}

/// All words of one recording.
fn spell(model: &Arc<SpellingModel>, frames: impl Iterator<Item = Option<Hand>>, rate: f32) -> String {
    let mut speller = Speller::new(Arc::clone(model));
    let mut words = Vec::new();
    for (frame, hand) in frames.enumerate() {
        let at = Duration::from_secs_f32(frame as f32 / rate);
        words.extend(speller.push(at, (640, 480), hand.as_slice()));
    }
    words.extend(speller.finish());
    let last = words.into_iter().filter(|word| word.last && !word.text.is_empty());
    last.map(|word| word.text).collect::<Vec<_>>().join(" ")
}

fn undoubled(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    characters.dedup();
    characters.into_iter().collect()
}

/// Stands before and after each take.
const NEIGHBOUR: char = 'B';
/// The letters that are movements.
const DRAWN: [char; 2] = ['J', 'Z'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edit_distance_counts_wrong_missing_and_surplus_characters() {
        assert_eq!(distance("WORD", "WORD"), 0);
        assert_eq!(distance("WORD", "WRD"), 1);
        assert_eq!(distance("WORD", "SWORDS"), 2);
        assert_eq!(distance("WORD", "WURD"), 1);
        assert_eq!(distance("", "AB"), 2);
    }

    #[test]
    fn doubled_letters_are_scored_apart() {
        assert_eq!(undoubled("HELLO"), undoubled("HELO"));
    }
}
