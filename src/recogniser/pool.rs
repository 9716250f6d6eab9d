//! Shares a few threads fairly among all signers.
//!
//! Each signer has a bounded inbox and is either being read, waiting for its turn, or silent.
//! Signers with frames wait in one queue; a thread takes the first, decodes all its frames (each
//! builds on the one before), looks for signs only in the newest, and puts it back at the end if
//! more has come meanwhile. So a busy signer costs the others at most one picture's time a turn,
//! and under load everybody's rate of pictures falls evenly.

mod crew;
mod inbox;
mod seat;

pub use inbox::SignerCounts;

use std::{sync::Arc, time::Instant};

use super::{Hypothesis, Model, Reader};
use crate::video::{EncodedFrame, FrameSink, Offer};
use crew::Crew;
use seat::Seat;

/// How a pool is set up.
#[derive(Clone, Copy, Debug)]
pub struct PoolConfig {
    /// Threads that read; at least one.
    pub threads: usize,
}

/// Threads that read signers. They end when the last clone is dropped.
#[derive(Clone)]
pub struct Pool {
    crew: Arc<Crew>,
    model: Arc<Model>,
}

/// Where one signer's frames go in.
pub struct SignerInput {
    seat: Arc<Seat>,
}

/// Keeps one signer being read; dropping it closes it.
pub struct SignerHandle {
    seat: Arc<Seat>,
}

impl Pool {
    pub fn start(config: PoolConfig, model: Arc<Model>) -> Self {
        Self { crew: Arc::new(Crew::start(config.threads)), model }
    }

    /// What the pool reads with.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Begins to read a signer. `on_hypothesis` is called on one of the pool's threads, in the
    /// order of the frames; it must be quick, and must not close the signer's handle.
    pub fn open(&self, on_hypothesis: Box<dyn FnMut(Hypothesis) + Send>) -> (SignerInput, SignerHandle) {
        let model = Arc::clone(&self.model);
        let seat = self.crew.seat(Box::new(move || Box::new(Reader::new(&model))), on_hypothesis);
        (SignerInput { seat: Arc::clone(&seat) }, SignerHandle { seat })
    }
}

impl FrameSink for SignerInput {
    fn offer(&mut self, frame: EncodedFrame) -> Offer {
        self.seat.offer(frame, Instant::now())
    }
}

impl SignerHandle {
    /// Stops reading at once and drops what is in flight: when this returns, nothing is called
    /// back any more. It waits for a picture in work, some tens of milliseconds at most.
    pub fn close(self) {}

    pub fn counts(&self) -> SignerCounts {
        self.seat.counts()
    }
}

impl Drop for SignerHandle {
    fn drop(&mut self) {
        self.seat.close();
    }
}
