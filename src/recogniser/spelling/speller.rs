//! Spells for one signer: hands of one frame after another in, words as they grow out.

use std::{sync::Arc, time::Duration};

use super::{SpellingModel, hands::Hands};
use crate::recogniser::{
    Hand, Hypothesis,
    decode::{Decoder, Evidence, Tuning},
};

/// What must be remembered of one signer from frame to frame.
pub struct Speller {
    model: Arc<SpellingModel>,
    hands: Hands,
    decoder: Decoder,
}

impl Speller {
    pub fn new(model: Arc<SpellingModel>) -> Self {
        Self::tuned(model, Tuning::default())
    }

    pub fn tuned(model: Arc<SpellingModel>, tuning: Tuning) -> Self {
        let decoder =
            Decoder::new(model.name().into(), model.alphabet().clone(), model.config().shape.labels.len(), tuning);
        Self { model, hands: Hands::default(), decoder }
    }

    /// Takes the hands of the next frame; `size` is the picture's width and height in the points' unit.
    ///
    /// Times must rise. Returns what changed: usually nothing, sometimes a new revision of the word
    /// that is being spelled, or its last one.
    pub fn push(&mut self, at: Duration, _size: (usize, usize), hands: &[Hand]) -> Vec<Hypothesis> {
        let evidence = self.evidence(at, hands);
        self.decoder.push(evidence).into_iter().collect()
    }

    /// Somebody is in the middle of spelling, with a letter since a moment ago.
    pub fn is_spelling(&self, since: Duration) -> bool {
        self.decoder.is_spelling(since)
    }

    /// How many letters were held for at least so long, the last part of it since `since`.
    pub fn held(&self, since: Duration, least: Duration) -> usize {
        self.decoder.held(since, least)
    }

    /// Something else than letters was signed from `start` on: settles what was spelled before.
    pub fn give_way(&mut self, start: Duration) -> Option<Hypothesis> {
        self.decoder.give_way(start)
    }

    /// Nothing more comes: settles the open word.
    pub fn finish(&mut self) -> Vec<Hypothesis> {
        self.decoder.finish().into_iter().collect()
    }

    fn evidence(&mut self, at: Duration, hands: &[Hand]) -> Evidence {
        let Some(hand) = self.hands.push(at, hands) else {
            return Evidence { at, scores: None, pace: 0.0, bounced: false };
        };
        let bounced = hand.bounce.push(at, &hand.outline);
        // Finite features of a hand always give scores: only a model on another device could fail.
        let scores = self.model.score(&hand.outline, &hand.trail).ok();
        Evidence { at, scores, pace: hand.trail.pace(), bounced }
    }
}
