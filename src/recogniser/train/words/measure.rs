//! Measures a model that reads words: on recorded takes, on performed streams.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::lessons::stepped;
use crate::{
    notation::Sign,
    recogniser::{
        train::signs::{Generator, Mix, Signed, Take, recordings::Recordings, trial::Tally},
        words::{
            Sighting, WordReader, WordsModel,
            features::View,
            telling::{Teller, Told},
        },
    },
};

/// How recorded takes were read.
#[derive(Clone, Debug, Default)]
pub struct Takes {
    /// As the likeliest of all words, whether or not it was told.
    pub ranked: Tally,
    pub by_sign: BTreeMap<String, Tally>,
    /// What was told of each take: the right word only, another one.
    pub told_right: usize,
    pub told_wrong: usize,
    /// Of takes that show no word of the model's.
    pub others: usize,
    pub others_told: usize,
    /// Which word was read as which other how often.
    pub mistaken: BTreeMap<(String, String), usize>,
}

/// How performed streams were read.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    pub signed: usize,
    pub right: usize,
    pub told: usize,
    /// From the end of a sign to its word, in seconds; before the end is negative.
    pub delays: Vec<f32>,
    /// What was done without a sign, with its minutes and the words that were read.
    pub empty: Vec<(&'static str, f32, usize)>,
    /// What was believed how much, tenth by tenth: told words, right ones.
    pub believed: [[usize; 2]; 10],
}

pub(super) fn takes(model: &WordsModel, recordings: &Recordings, signs: &[Sign]) -> candle_core::Result<Takes> {
    let mut takes = Takes::default();
    let name = |sign: usize| signs[sign].name.to_string();
    for (sign, take) in &recordings.takes {
        let scores = scores(model, take)?;
        let ranked = ranking(&scores);
        let rank = ranked.iter().position(|word| word == sign).unwrap_or(usize::MAX);
        takes.ranked.count(rank);
        takes.by_sign.entry(name(*sign)).or_default().count(rank);
        if let Some(read) = ranked.first().filter(|read| *read != sign) {
            *takes.mistaken.entry((name(*sign), name(*read))).or_default() += 1;
        }
        let told = told(model, scores);
        takes.told_wrong += usize::from(told.iter().any(|told| told.word != *sign));
        takes.told_right += usize::from(!told.is_empty() && told.iter().all(|told| told.word == *sign));
    }
    for take in &recordings.others {
        takes.others += 1;
        takes.others_told += usize::from(!told(model, scores(model, take)?).is_empty());
    }
    Ok(takes)
}

fn scores(model: &WordsModel, take: &Take) -> candle_core::Result<Vec<Vec<f32>>> {
    let mut views = [View::default(), View::default()];
    let mut seen = [Vec::new(), Vec::new()];
    for (_, sighting) in stepped(take) {
        seen[0].push(views[0].push(&sighting));
        seen[1].push(views[1].push(&sighting.mirrored()));
    }
    if seen[0].is_empty() {
        return Ok(Vec::new());
    }
    model.score(&seen)
}

/// Words by their mean share of what is not nothing, from a quarter of the take on.
fn ranking(scores: &[Vec<f32>]) -> Vec<usize> {
    let words = scores.first().map_or(0, Vec::len).saturating_sub(1);
    let mut sums = vec![0.0; words];
    for step in &scores[scores.len() / 4..] {
        sums.iter_mut().zip(&step[1..]).for_each(|(sum, score)| *sum += score);
    }
    let mut ranked: Vec<usize> = (0..words).collect();
    ranked.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
    ranked
}

fn told(model: &WordsModel, scores: Vec<Vec<f32>>) -> Vec<Told> {
    let mut teller = Teller::new(model.config().telling);
    let steps = scores.into_iter().enumerate();
    steps.filter_map(|(step, scores)| teller.push(Duration::from_millis(67) * step as u32, scores)).collect()
}

pub(super) fn streams(model: &Arc<WordsModel>, signs: &[Sign], generator: &Generator<'_>, minutes: u32) -> Streams {
    let mut streams = Streams::default();
    for minute in 0..minutes {
        let (stream, take) = generator.stream(signs, SIGNING, 60.0, SEED + u64::from(minute));
        streams.add(stream.signed(), &read(model, &take));
    }
    for (what, mix) in EMPTY {
        let (mut told, mut length) = (0, 0.0);
        for minute in 0..minutes.div_ceil(3) {
            let (_, take) = generator.stream(&[], mix, 60.0, SEED + u64::from(minute));
            told += read(model, &take).len();
            length += 1.0;
        }
        streams.empty.push((what, length, told));
    }
    streams
}

/// As a call does: frame by frame.
fn read(model: &Arc<WordsModel>, take: &Take) -> Vec<Told> {
    let mut reader = WordReader::new(Arc::clone(model));
    let frames = take.frames.iter().enumerate();
    frames
        .flat_map(|(number, frame)| {
            let at = Duration::from_secs_f32(number as f32 / take.rate);
            let sighting: Sighting = frame.sighting();
            reader.see(at, &sighting)
        })
        .collect()
}

impl Streams {
    fn add(&mut self, signed: &[Signed], told: &[Told]) {
        self.signed += signed.len();
        let mut free = vec![true; signed.len()];
        for word in told {
            self.told += 1;
            let at = word.end.as_secs_f32();
            let fits = |signed: &Signed| signed.sign == word.word && (signed.start..signed.end + LATEST).contains(&at);
            let found = (0..signed.len()).find(|&place| free[place] && fits(&signed[place]));
            // A word that is signed several times in a row may be told once.
            let again = signed.iter().any(fits);
            let tenth = ((word.score * 10.0) as usize).min(9);
            self.believed[tenth][0] += 1;
            self.believed[tenth][1] += usize::from(again);
            if let Some(place) = found {
                free[place] = false;
                self.right += 1;
                self.delays.push(at - signed[place].end);
            }
        }
    }

    pub fn precision(&self) -> f32 {
        self.right as f32 / self.told.max(1) as f32
    }

    pub fn recall(&self) -> f32 {
        self.right as f32 / self.signed.max(1) as f32
    }

    /// The delay that a share of the words do not exceed, in seconds.
    pub fn delay(&self, share: f32) -> f32 {
        let mut delays = self.delays.clone();
        delays.sort_by(f32::total_cmp);
        delays.get(((delays.len() as f32 * share) as usize).min(delays.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }
}

/// Far from every seed of a training.
const SEED: u64 = 0x5EED_0000_0000;
/// In seconds after the end of a sign.
const LATEST: f32 = 1.2;
const NONE: Mix = Mix { signs: 0.0, invented: 0.0, idle: 0.0, spelled: 0.0 };
const SIGNING: Mix = Mix { signs: 4.0, idle: 1.0, ..NONE };
const EMPTY: [(&str, Mix); 3] = [
    ("resting or fidgeting", Mix { idle: 1.0, ..NONE }),
    ("spelling", Mix { spelled: 1.0, ..NONE }),
    ("unknown signs", Mix { invented: 1.0, ..NONE }),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: usize, seconds: f32) -> Told {
        let end = Duration::from_secs_f32(seconds);
        Told { word, start: end, end, score: 0.9, others: Vec::new() }
    }

    #[test]
    fn words_count_as_right_near_the_end_of_their_sign_once() {
        let signed = [Signed { sign: 1, start: 1.0, end: 2.0 }, Signed { sign: 2, start: 3.0, end: 4.0 }];
        let mut streams = Streams::default();
        streams.add(&signed, &[word(1, 2.25), word(2, 2.5), word(1, 2.5), word(2, 6.0)]);
        assert_eq!((streams.signed, streams.told, streams.right), (2, 4, 1));
        assert!((streams.delay(0.5) - 0.25).abs() < 1e-3);
    }

    #[test]
    fn words_are_ranked_by_what_is_read_in_the_later_part() {
        let early = vec![0.1, 0.9, 0.0];
        let late = vec![0.6, 0.1, 0.3];
        assert_eq!(ranking(&[early, late.clone(), late.clone(), late]), [1, 0]);
    }
}
