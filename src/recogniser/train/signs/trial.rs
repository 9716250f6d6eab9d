//! Holds written signs against real people: trains on descriptions, on recordings, on both.

use std::{collections::BTreeMap, path::PathBuf};

use candle_core::{DType, Device};
use candle_nn::VarBuilder;

use super::{
    super::{
        TrainError,
        fit::{Example, Recipe, fit},
        landmark_error::LandmarkError,
    },
    Generator, Take,
    features::{FEATURES, features},
    recordings::{Recordings, varied},
};
use crate::{
    notation::{Handshapes, Sign},
    recogniser::spelling::network::Network,
};

/// How to measure.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The folder with `words.csv`.
    pub data: PathBuf,
    pub seed: u64,
    /// Also score the sources that are kept for the last measurement.
    pub test: bool,
    /// Batches that each network learns from.
    pub steps: usize,
}

/// How many takes were read right, at first or among the first three.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub takes: usize,
    pub first: usize,
    pub third: usize,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Descriptions alone, by sign: sources that may train, then test sources.
    pub signs: BTreeMap<String, [Tally; 2]>,
    /// Descriptions alone, by source.
    pub sources: Vec<(String, Tally)>,
    /// For each source: recordings of others, descriptions, both; among the signs of the others.
    pub left_out: Vec<(String, [Tally; 3])>,
    /// Descriptions alone: which sign was read as which other by how many takes of training people.
    pub mistaken: BTreeMap<(String, String), usize>,
    /// How many signs were told apart.
    pub choices: usize,
}

impl Trial {
    pub fn run(&self, signs: &[Sign], shapes: &Handshapes, tell: &mut dyn FnMut(&str)) -> Result<Outcome, TrainError> {
        let mut recordings = Recordings::read(&self.data, signs)?;
        recordings.retain(|recording| !recording.takes.is_empty());
        // Signs that nobody was recorded with would only make the task look harder than a call's.
        let mut shown: Vec<usize> = recordings.iter().flat_map(|r| r.takes.iter().map(|(sign, _)| *sign)).collect();
        shown.sort_unstable();
        shown.dedup();
        let score = |sign: usize| shown.binary_search(&sign).unwrap_or(0);
        let teacher = Teacher { signs, generator: Generator::new(shapes), shown: &shown };
        let mut outcome = Outcome { choices: shown.len(), ..Outcome::default() };

        tell(&format!("{} signs, learned from their descriptions", shown.len()));
        let described = teacher.train(&[], 1.0, self.steps, self.seed)?;
        for recording in recordings.iter().filter(|recording| self.test || !recording.is_test()) {
            let mut all = Tally::default();
            for (sign, take) in &recording.takes {
                let scores = described.score(&features(take))?;
                let rank = rank(&scores, score(*sign), |_| true);
                all.count(rank);
                let read = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
                if rank > 0 && !recording.is_test() {
                    let names = [*sign, shown[read]].map(|sign| signs[sign].name.to_string());
                    *outcome.mistaken.entry(names.into()).or_default() += 1;
                }
                let of_sign = outcome.signs.entry(signs[*sign].name.to_string()).or_default();
                of_sign[usize::from(recording.is_test())].count(rank);
            }
            tell(&format!("{}: {}", recording.name(), all.shares()));
            outcome.sources.push((recording.name().to_owned(), all));
        }

        let learners: Vec<&Recordings> = recordings.iter().filter(|recording| !recording.is_test()).collect();
        for left_out in &learners {
            let others: Vec<(usize, &Take)> = learners
                .iter()
                .filter(|other| !other.shares_people_with(left_out))
                .flat_map(|other| other.takes.iter().map(|(sign, take)| (score(*sign), take)))
                .collect();
            let mut known = vec![false; shown.len()];
            others.iter().for_each(|(score, _)| known[*score] = true);
            let real = teacher.train(&others, 0.0, self.steps / 3, self.seed)?;
            let both = teacher.train(&others, 0.5, self.steps / 2, self.seed)?;
            let mut tallies = [Tally::default(); 3];
            for (sign, take) in left_out.takes.iter().filter(|(sign, _)| known[score(*sign)]) {
                let features = features(take);
                for (tally, network) in tallies.iter_mut().zip([&real, &described, &both]) {
                    tally.count(rank(&network.score(&features)?, score(*sign), |other| known[other]));
                }
            }
            let [real, described, both] = tallies.map(|tally| tally.shares());
            let name = left_out.name();
            tell(&format!("{name} left out: recordings {real}, descriptions {described}, both {both}"));
            outcome.left_out.push((name.to_owned(), tallies));
        }
        Ok(outcome)
    }
}

impl Tally {
    /// A rank counts from 0.
    pub(in crate::recogniser::train) fn count(&mut self, rank: usize) {
        self.takes += 1;
        self.first += usize::from(rank == 0);
        self.third += usize::from(rank < 3);
    }

    pub fn add(&mut self, other: &Self) {
        self.takes += other.takes;
        self.first += other.first;
        self.third += other.third;
    }

    /// `.812 first, .931 among three, of 48`.
    pub fn shares(&self) -> String {
        let share = |part: usize| part as f32 / self.takes.max(1) as f32;
        format!("{:.3} first, {:.3} among three, of {}", share(self.first), share(self.third), self.takes)
    }
}

/// Where takes to learn from are made.
struct Teacher<'a> {
    signs: &'a [Sign],
    generator: Generator<'a>,
    /// The signs that are told apart.
    shown: &'a [usize],
}

impl Teacher<'_> {
    /// Learns from recorded takes with a share of described ones.
    fn train(
        &self,
        recorded: &[(usize, &Take)],
        described: f32,
        steps: usize,
        seed: u64,
    ) -> Result<Network, TrainError> {
        let mut by_score = vec![Vec::new(); self.shown.len()];
        recorded.iter().for_each(|(score, take)| by_score[*score].push(*take));
        let known: Vec<usize> = (0..by_score.len()).filter(|&score| !by_score[score].is_empty()).collect();
        let error = LandmarkError::measured();
        let hidden = vec![256, 128];
        let recipe = Recipe {
            features: FEATURES,
            hidden: hidden.clone(),
            scores: self.shown.len(),
            members: 1,
            steps,
            batch: 192,
            seed,
        };
        let tensors = fit(&recipe, &mut |random| {
            if known.is_empty() || random.chance(described) {
                let score = random.below(self.shown.len());
                let seed = random.below(usize::MAX) as u64;
                let take = self.generator.take(&self.signs[self.shown[score]], seed);
                return Example { features: features(&take), score };
            }
            let score = *random.pick(&known);
            let recorded = *random.pick(&by_score[score]);
            let take = varied(recorded, &error, random);
            Example { features: features(&take), score }
        })?;
        let vb = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(Network::load(FEATURES, &hidden, self.shown.len(), 1, &vb)?)
    }
}

/// How many of the allowed scores are higher than the one that should be highest.
fn rank(scores: &[f32], right: usize, allowed: impl Fn(usize) -> bool) -> usize {
    (0..scores.len()).filter(|&other| other != right && allowed(other) && scores[other] >= scores[right]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_counts_only_what_may_be_chosen() {
        let scores = [0.1, 0.5, 0.3, 0.1];
        assert_eq!(rank(&scores, 2, |_| true), 1);
        assert_eq!(rank(&scores, 2, |other| other != 1), 0);
        let mut tally = Tally::default();
        [0, 2, 5].into_iter().for_each(|rank| tally.count(rank));
        assert_eq!(tally, Tally { takes: 3, first: 1, third: 2 });
    }
}
