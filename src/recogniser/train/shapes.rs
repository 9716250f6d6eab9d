//! Examples of still handshapes: real ones, varied, with synthetic ones in between.

use super::{
    camera::turned, corpus::Spelled, fit::Example, landmark_error::displace, random::Random, synthetic::Synthetic,
};
use crate::recogniser::{features::Outline, spelling::alphabet::Alphabet};

/// The pool that examples are drawn from.
pub(super) struct Shapes<'a> {
    alphabet: &'a Alphabet,
    synthetic: &'a Synthetic,
    /// By score, then by source; what a source does not have is not there.
    real: Vec<Vec<Vec<Shown<'a>>>>,
    mix: Mix,
}

/// What an example is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mix {
    /// Share of synthetic hands among those that show something.
    pub(super) synthetic: f32,
    /// Share of hands that show nothing.
    pub(super) nothing: f32,
}

#[derive(Clone, Copy)]
struct Shown<'a> {
    outline: &'a Outline,
    either_hand: bool,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(
        alphabet: &'a Alphabet,
        synthetic: &'a Synthetic,
        sources: impl Iterator<Item = &'a Spelled>,
        mix: Mix,
        random: &mut Random,
    ) -> Self {
        let mut real = vec![Vec::new(); alphabet.len()];
        for source in sources {
            let mut by_score = vec![Vec::new(); alphabet.len()];
            for still in source.stills.iter().filter(|still| !still.held_out()) {
                if let Some(score) = alphabet.place(still.meaning) {
                    by_score[score].push(Shown { outline: &still.outline, either_hand: still.either_hand });
                }
            }
            for take in &source.takes {
                if let Some(score) = take.meaning.and_then(|meaning| alphabet.place(meaning)) {
                    let outlines = take.frames.iter().flatten().step_by(TAKE_STEP);
                    by_score[score].extend(outlines.map(|outline| Shown { outline, either_hand: false }));
                }
            }
            for (score, mut shown) in by_score.into_iter().enumerate() {
                random.draw_to_front(&mut shown, MOST_PER_SOURCE);
                shown.truncate(MOST_PER_SOURCE);
                if !shown.is_empty() {
                    real[score].push(shown);
                }
            }
        }
        Self { alphabet, synthetic, real, mix }
    }

    /// One hand.
    pub(super) fn draw(&self, random: &mut Random) -> Example {
        let nothing = self.alphabet.nothing();
        if let Some(score) = nothing.filter(|_| random.chance(self.mix.nothing)) {
            return Example { features: self.synthetic.idle(random).features().to_vec(), score };
        }
        let mut score = random.below(self.alphabet.len());
        while Some(score) == nothing {
            score = random.below(self.alphabet.len());
        }
        let sources = &self.real[score];
        let outline = if sources.is_empty() || random.chance(self.mix.synthetic) {
            self.synthetic.showing(self.meaning(score, random), random)
        } else {
            let source = &sources[random.below(sources.len())];
            let shown = source[random.below(source.len())];
            self.varied(shown, random)
        };
        Example { features: outline.features().to_vec(), score }
    }

    fn meaning(&self, score: usize, random: &mut Random) -> char {
        match (self.alphabet.letter(score), self.alphabet.digit(score)) {
            (Some(letter), Some(digit)) if random.chance(0.5) => digit.min(letter),
            (Some(letter), _) => letter,
            (None, digit) => digit.unwrap_or('5'),
        }
    }

    fn varied(&self, shown: Shown<'_>, random: &mut Random) -> Outline {
        let mirror = shown.either_hand && random.chance(0.5);
        let outline = if mirror { shown.outline.mirrored() } else { shown.outline.clone() };
        let mut outline = turned(&outline, random.uniform(-18.0, 18.0).to_radians(), random.uniform(0.85, 1.18));
        let size = random.uniform(0.0, 0.8);
        displace(&mut outline, &self.synthetic.error.draw(size, random));
        outline
    }
}

/// So many of each shape are taken from one source: more of the same hand teach little.
const MOST_PER_SOURCE: usize = 120;
/// Frames between two stills that are taken from one video.
const TAKE_STEP: usize = 4;
