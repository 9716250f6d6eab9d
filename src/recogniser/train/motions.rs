//! Examples of movements: drawn letters beside all the moving about that says nothing.

use std::time::Duration;

use super::{
    camera::turned,
    corpus::{Spelled, Take},
    fit::Example,
    landmark_error::displace,
    performance::{Drawn, Performance, Tempo},
    random::Random,
    synthetic::Synthetic,
};
use crate::recogniser::{features::Trail, spelling::alphabet::Alphabet};

/// The pool that examples are drawn from.
pub(super) struct Motions<'a> {
    alphabet: &'a Alphabet,
    synthetic: &'a Synthetic,
    /// Real takes by score.
    real: Vec<Vec<&'a Take>>,
    /// Examples left over from the last performance.
    ready: Vec<Example>,
}

impl<'a> Motions<'a> {
    pub(super) fn new(
        alphabet: &'a Alphabet,
        synthetic: &'a Synthetic,
        sources: impl Iterator<Item = &'a Spelled>,
    ) -> Self {
        let mut real = vec![Vec::new(); alphabet.len()];
        let nothing = alphabet.nothing().unwrap_or(0);
        for take in sources.flat_map(|source| &source.takes) {
            let score = take.meaning.and_then(|meaning| alphabet.place(meaning)).unwrap_or(nothing);
            real[score].push(take);
        }
        Self { alphabet, synthetic, real, ready: Vec::new() }
    }

    pub(super) fn draw(&mut self, random: &mut Random) -> Example {
        loop {
            if random.chance(REAL)
                && let Some(example) = self.real_example(random)
            {
                return example;
            }
            if let Some(example) = self.ready.pop() {
                return example;
            }
            self.perform(random);
        }
    }

    fn real_example(&self, random: &mut Random) -> Option<Example> {
        let drawn = random.chance(0.5);
        let scores: Vec<usize> = (0..self.real.len())
            .filter(|&score| (Some(score) != self.alphabet.nothing()) == drawn && !self.real[score].is_empty())
            .collect();
        let score = *scores.get(random.below(scores.len().max(1)))?;
        let take = *random.pick(&self.real[score]);
        // A take shows its letter from its first to its last frame.
        let length = take.frames.len();
        let end = if drawn { length - random.below(length / 5 + 1) } else { length / 2 + random.below(length / 2 + 1) };
        let (angle, stretch) = (random.uniform(-15.0, 15.0).to_radians(), random.uniform(0.85, 1.18));
        let rate = take.rate * random.uniform(0.85, 1.2);
        let error = self.synthetic.error.draw(0.4, random);
        let mut trail = Trail::default();
        if !drawn && random.chance(CUT) {
            return self.cut(take, rate, random);
        }
        for (frame, outline) in take.frames[..end].iter().enumerate() {
            let Some(outline) = outline else { continue };
            let mut outline = turned(outline, angle, stretch);
            displace(&mut outline, &error);
            trail.push(Duration::from_secs_f32(frame as f32 / rate), outline);
        }
        Some(Example { features: trail.features()?.to_vec(), score })
    }

    /// Two takes with a hard cut between them: as test clips have, or a tracker that swaps hands.
    fn cut(&self, take: &Take, rate: f32, random: &mut Random) -> Option<Example> {
        let nothing = self.alphabet.nothing()?;
        let other = *random.pick(&self.real[nothing]);
        let (before, after) = (2 + random.below(14), 1 + random.below(14));
        let mut frames = take.frames.iter().flatten().take(before).chain(other.frames.iter().flatten().take(after));
        let home = frames.clone().next()?.clone();
        let aside: [f32; 2] = std::array::from_fn(|_| random.normal(0.3) * home.size());
        let mut trail = Trail::default();
        for frame in 0..before + after {
            let mut outline = frames.next()?.clone();
            if frame >= before {
                // The same signer sits in the same place.
                let scale = home.size() / outline.size();
                let [x0, y0] = outline.0[0];
                let place = |axis: usize| home.0[0][axis] + aside[axis];
                outline.0 = outline.0.map(|[x, y]| [(x - x0) * scale + place(0), (y - y0) * scale + place(1)]);
            }
            trail.push(Duration::from_secs_f32(frame as f32 / rate), outline);
        }
        Some(Example { features: trail.features()?.to_vec(), score: nothing })
    }

    /// Acts something out, and takes many examples from it.
    fn perform(&mut self, random: &mut Random) {
        let rate = random.uniform(10.0, 30.0);
        let slow = random.uniform(0.5, 1.5);
        let tempo = Tempo { hold: [0.08 * slow, 0.9 * slow], way: [0.1 * slow, 0.3 * slow] };
        let act = if random.chance(0.2) {
            Performance::fidget(4.0, self.synthetic, random)
        } else {
            let text: String = (0..5).map(|_| self.letter(random)).collect();
            Performance::spell(&text, tempo, self.synthetic, random)
        };
        let outlines = act.seen(rate, self.synthetic, random);
        let mut trail = Trail::default();
        for (frame, outline) in outlines.into_iter().enumerate() {
            let at = frame as f32 / rate;
            trail.push(Duration::from_secs_f32(at), outline);
            let Some(letter) = label(&act.drawn, at) else { continue };
            let score = letter.and_then(|letter| self.alphabet.place(letter)).or_else(|| self.alphabet.nothing());
            let share = if letter.is_some() { 0.6 } else { 0.15 };
            if let (Some(score), Some(features), true) = (score, trail.features(), random.chance(share)) {
                self.ready.push(Example { features: features.to_vec(), score });
            }
        }
        let all = self.ready.len();
        random.draw_to_front(&mut self.ready, all);
    }

    /// Drawn letters and those with the same hand come more often.
    fn letter(&self, random: &mut Random) -> char {
        match random.below(10) {
            0..4 => *random.pick(&['J', 'Z']),
            4..6 => *random.pick(&['I', 'D', 'Y', '1', 'X', 'G', 'L']),
            _ => char::from(b'A' + random.below(26) as u8),
        }
    }
}

/// What the path up to a moment shows: a letter, nothing, or (none) neither clearly.
fn label(drawn: &[Drawn], at: f32) -> Option<Option<char>> {
    for Drawn { letter, start, end } in drawn {
        let length = end - start;
        if at >= start + 0.8 * length && at <= end + 0.2 {
            return Some(Some(*letter));
        }
        if at > start + 0.45 * length && at <= end + 0.5 {
            return None;
        }
    }
    Some(None)
}

/// Share of cuts among real takes that show no movement.
const CUT: f32 = 0.4;
/// Share of real takes.
const REAL: f32 = 0.25;
