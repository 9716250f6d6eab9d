//! Decides from scores step by step when a word was signed: pure, with time as an argument.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a word must reach to be told.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tuning {
    /// Its probability, at the mean of the newest steps …
    pub score: f32,
    /// … of which there are so many.
    pub steps: usize,
    /// Steps before anything is told: what began before it was seen is guessed too soon.
    pub after: usize,
}

/// A word that was signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its place among the model's words.
    pub word: usize,
    /// When the network began to believe in it.
    pub start: Duration,
    pub end: Duration,
    pub score: f32,
    /// Other words that it may have been, best first.
    pub others: Vec<usize>,
}

/// What must be remembered from step to step.
#[derive(Clone, Debug)]
pub struct Teller {
    tuning: Tuning,
    /// Steps so far.
    seen: usize,
    /// The newest steps' scores, the oldest first; nothing's is the first of each.
    recent: Vec<Vec<f32>>,
    /// The word that was told last, until it is over.
    told: Option<usize>,
    /// Since when the likeliest word is likelier than nothing at all.
    since: Option<(usize, Duration)>,
}

impl Teller {
    pub fn new(tuning: Tuning) -> Self {
        Self { tuning, seen: 0, recent: Vec::new(), told: None, since: None }
    }

    /// Takes the scores of the step at `at`: of nothing, then of each word.
    pub fn push(&mut self, at: Duration, scores: Vec<f32>) -> Option<Told> {
        self.seen = self.seen.saturating_add(1);
        self.recent.push(scores);
        let surplus = self.recent.len().saturating_sub(self.tuning.steps.max(1));
        self.recent.drain(..surplus);
        let mean = self.mean();
        let best = (0..mean.len()).max_by(|&a, &b| mean[a].total_cmp(&mean[b]))?;
        if self.told.is_some_and(|told| mean.get(told + 1).is_none_or(|&score| score < OVER)) {
            self.told = None;
        }
        let Some(word) = best.checked_sub(1) else {
            self.since = None;
            return None;
        };
        let start = match self.since {
            Some((known, since)) if known == word => since,
            _ => at,
        };
        self.since = Some((word, start));
        let full = self.seen > self.tuning.after && self.recent.len() >= self.tuning.steps;
        if !full || mean[best] < self.tuning.score || self.told == Some(word) {
            return None;
        }
        self.told = Some(word);
        let mut others: Vec<usize> = (1..mean.len()).filter(|&other| other != best && mean[other] > DOUBT).collect();
        others.sort_by(|&a, &b| mean[b].total_cmp(&mean[a]));
        others.truncate(MOST_OTHERS);
        let others = others.into_iter().map(|other| other - 1).collect();
        Some(Told { word, start, end: at, score: mean[best], others })
    }

    /// A word that was told is not over yet.
    pub fn goes_on(&self) -> bool {
        self.told.is_some()
    }

    /// A word is likelier than nothing, told or not.
    pub fn leans(&self) -> bool {
        self.since.is_some()
    }

    fn mean(&self) -> Vec<f32> {
        let Some(newest) = self.recent.last() else { return Vec::new() };
        let count = self.recent.len() as f32;
        (0..newest.len()).map(|k| self.recent.iter().map(|scores| scores[k]).sum::<f32>() / count).collect()
    }
}

/// Below this probability a word that was told is over; it may be told again.
const OVER: f32 = 0.3;
/// A second choice below this probability is not told.
const DOUBT: f32 = 0.05;
/// Readers choose among few.
const MOST_OTHERS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// One word's probability, step by step; the other words share a little.
    fn told(scores: &[f32]) -> Vec<(usize, u64)> {
        told_after(0, scores)
    }

    fn told_after(after: usize, scores: &[f32]) -> Vec<(usize, u64)> {
        let mut teller = Teller::new(Tuning { score: 0.8, steps: 2, after });
        let mut told = Vec::new();
        for (step, &score) in scores.iter().enumerate() {
            let at = Duration::from_millis(100 * step as u64);
            let scores = vec![1.0 - score, score * 0.02, score * 0.98];
            told.extend(teller.push(at, scores).map(|it| (it.word, it.start.as_millis() as u64)));
        }
        told
    }

    #[test]
    fn a_word_is_told_once_while_it_lasts() {
        assert_eq!(told(&[0.1, 0.2, 0.9, 0.95, 0.95, 0.95, 0.95]), [(1, 200)]);
    }

    #[test]
    fn a_word_that_was_over_is_told_again() {
        assert_eq!(told(&[0.95, 0.95, 0.1, 0.1, 0.95, 0.95]).len(), 2);
    }

    #[test]
    fn what_is_guessed_too_soon_is_told_only_if_it_lasts() {
        assert_eq!(told_after(3, &[0.95, 0.95, 0.95, 0.1, 0.1]), []);
        assert_eq!(told_after(3, &[0.95, 0.95, 0.95, 0.95, 0.1]).len(), 1);
    }

    #[test]
    fn a_flicker_or_a_doubt_tells_nothing() {
        assert_eq!(told(&[0.1, 0.95, 0.1, 0.1, 0.7, 0.7, 0.7]), []);
    }
}
