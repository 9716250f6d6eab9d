//! Shares a few threads fairly among all signers.

use std::sync::Arc;

use super::{Hypothesis, Model};
use crate::video::{EncodedFrame, FrameSink, Offer};

/// How a pool is set up.
#[derive(Clone, Copy, Debug)]
pub struct PoolConfig {
    /// Threads that read; at least one.
    pub threads: usize,
}

/// Threads that read signers.
#[derive(Clone)]
pub struct Pool {
    model: Arc<Model>,
}

/// Where one signer's frames go in.
pub struct SignerInput {}

/// Keeps one signer being read; dropping it closes it.
pub struct SignerHandle {}

/// What became of a signer's frames so far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SignerCounts {
    /// Frames that were read.
    pub read: u64,
    /// Frames that were only decoded, because a newer one was there already.
    pub passed_over: u64,
    /// Frames that were thrown away undecoded: too late, damaged, or waiting for a key frame.
    pub dropped: u64,
}

impl Pool {
    pub fn start(_config: PoolConfig, model: Arc<Model>) -> Self {
        Self { model }
    }

    /// What the pool reads with.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Begins to read a signer. `on_hypothesis` is called on one of the pool's threads, in the
    /// order of the frames; it must be quick, and must not close the signer's handle.
    pub fn open(
        &self,
        _on_hypothesis: Box<dyn FnMut(Hypothesis) + Send>,
    ) -> (SignerInput, SignerHandle) {
        (SignerInput {}, SignerHandle {})
    }
}

impl FrameSink for SignerInput {
    fn offer(&mut self, _frame: EncodedFrame) -> Offer {
        Offer::NeedKey
    }
}

impl SignerHandle {
    /// Stops reading at once and drops what is in flight: when this returns, nothing is called
    /// back any more. It waits for a frame in work, some tens of milliseconds at most.
    pub fn close(self) {}

    pub fn counts(&self) -> SignerCounts {
        SignerCounts::default()
    }
}
