//! A copy of one participant's video for the recogniser: it drops, and never waits.

mod assembler;

use std::time::Instant;

use self::assembler::Assembler;
use super::epoch::StreamId;
use super::publish::Layer;
use crate::video::{EncodedFrame, FrameSink, Offer};

/// Frames of one track on their way to a sink.
pub(super) struct Tap {
    sink: Box<dyn FrameSink>,
    assembler: Assembler,
    stream: Option<StreamId>,
    /// Reused between packets.
    frames: Vec<EncodedFrame>,
}

impl Tap {
    pub(super) fn new(sink: Box<dyn FrameSink>) -> Self {
        Self { sink, assembler: Assembler::default(), stream: None, frames: Vec::new() }
    }

    /// A packet of the track came into its ring. True when the sender has to make a key frame
    /// before anything more can be handed on.
    pub(super) fn push(&mut self, now: Instant, layer: &Layer, sequence: u64) -> bool {
        if self.stream != Some(layer.stream) {
            self.stream = Some(layer.stream);
            self.assembler.wait_for_key_frame();
        }
        self.assembler.push(now, &layer.ring, sequence, &mut self.frames);
        for frame in self.frames.drain(..) {
            // What follows a refused frame in this batch depends on it.
            if self.assembler.is_gated(&frame) {
                continue;
            }
            if self.sink.offer(frame) == Offer::NeedKey {
                self.assembler.wait_for_key_frame();
            }
        }
        self.assembler.needs_key_frame()
    }
}
