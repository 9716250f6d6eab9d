//! Reads words of one signer: what is seen of one frame after another in, words out.

use std::{sync::Arc, time::Duration};

use super::{
    Sighting, Torso, WordsModel,
    features::View,
    network::Memory,
    slots::Slots,
    steps::Steps,
    telling::{Teller, Told},
};
use crate::recogniser::{Body, Hand};

/// What must be remembered of one signer from frame to frame.
pub struct WordReader {
    model: Arc<WordsModel>,
    slots: Slots,
    steps: Steps,
    /// As it is, then in a mirror: who signs with the left hand is read as well.
    views: [View; 2],
    memory: Memory,
    teller: Teller,
}

impl WordReader {
    pub fn new(model: Arc<WordsModel>) -> Self {
        let teller = Teller::new(model.config().telling);
        Self {
            model,
            slots: Slots::default(),
            steps: Steps::default(),
            views: Default::default(),
            memory: Memory::default(),
            teller,
        }
    }

    /// Takes the next frame; `size` is the picture's width and height in the hands' unit. Times must rise.
    pub fn push(&mut self, at: Duration, size: (usize, usize), hands: &[Hand], body: Option<&Body>) -> Vec<Told> {
        let hands = self.slots.place(at, size, hands);
        let body = body.and_then(|body| Torso::of(body, size));
        self.see(at, &Sighting { hands, body })
    }

    /// Like [`Self::push`], of hands whose sides are known.
    pub fn see(&mut self, at: Duration, sighting: &Sighting) -> Vec<Told> {
        (0..self.steps.due(at)).filter_map(|_| self.step(at, sighting)).collect()
    }

    /// A word that was told is not over yet.
    pub fn goes_on(&self) -> bool {
        self.teller.goes_on()
    }

    /// A word is likelier than nothing, told or not.
    pub fn leans(&self) -> bool {
        self.teller.leans()
    }

    pub fn model(&self) -> &WordsModel {
        &self.model
    }

    fn step(&mut self, at: Duration, sighting: &Sighting) -> Option<Told> {
        let features = [self.views[0].push(sighting), self.views[1].push(&sighting.mirrored())];
        // Finite features always give scores: only a model on another device could fail.
        let scores = self.model.score_next(&features, &mut self.memory).ok()?;
        self.teller.push(at, scores)
    }
}
