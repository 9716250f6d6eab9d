//! Spells for one signer: hands of one frame after another in, words as they grow out.

use std::{sync::Arc, time::Duration};

use super::SpellingModel;
use crate::recogniser::{Hand, Hypothesis};

/// What must be remembered of one signer from frame to frame.
pub struct Speller {
    #[expect(dead_code, reason = "the decoder follows")]
    model: Arc<SpellingModel>,
}

impl Speller {
    pub fn new(model: Arc<SpellingModel>) -> Self {
        Self { model }
    }

    /// Takes the hands of the next frame; `size` is the picture's width and height in the points' unit.
    ///
    /// Times must rise. Returns what changed: usually nothing, sometimes a new revision of the word
    /// that is being spelled, or its last one with the first of the next word.
    pub fn push(&mut self, _at: Duration, _size: (usize, usize), _hands: &[Hand]) -> Vec<Hypothesis> {
        Vec::new()
    }

    /// Nothing more comes: settles the open word.
    pub fn finish(&mut self) -> Vec<Hypothesis> {
        Vec::new()
    }
}
