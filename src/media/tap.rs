//! A copy of one participant's video for the recogniser that drops rather than waits.

mod assembler;

use std::time::{Duration, Instant};

pub(super) use self::assembler::Assembler;
use super::epoch::StreamId;
use super::publish::Layer;
use crate::video::{EncodedFrame, FrameSink, Offer};

/// Frames of one track on their way to a sink.
pub(super) struct Tap {
    sink: Box<dyn FrameSink>,
    assembler: Assembler,
    stream: Option<StreamId>,
    /// The sink refused a frame: the next it gets is a key frame.
    is_gated: bool,
    asked: Option<Instant>,
    /// Reused between packets.
    frames: Vec<EncodedFrame>,
}

impl Tap {
    pub(super) fn new(sink: Box<dyn FrameSink>) -> Self {
        Self { sink, assembler: Assembler::default(), stream: None, is_gated: false, asked: None, frames: Vec::new() }
    }

    /// A packet of the track came into its ring. True when the sender is to make a key frame,
    /// without which nothing more can be handed on.
    pub(super) fn push(&mut self, now: Instant, layer: &Layer, sequence: u64) -> bool {
        if self.stream.replace(layer.stream).is_some_and(|before| before != layer.stream) {
            self.assembler.begin_anew();
        }
        self.assembler.push(now, &layer.ring, sequence, &mut self.frames);
        for frame in self.frames.drain(..) {
            if !self.is_gated || frame.key {
                self.is_gated = self.sink.offer(frame) == Offer::NeedKey;
            }
        }
        let wants = self.is_gated || self.assembler.needs_key_frame();
        let may_ask = self.asked.is_none_or(|asked| now.saturating_duration_since(asked) >= ASK_INTERVAL);
        if wants && may_ask {
            self.asked = Some(now);
        }
        wants && may_ask
    }
}

/// Every key frame costs all viewers: a recogniser that cannot keep up must not ask all the time.
const ASK_INTERVAL: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::media::MediaKind;
    use crate::media::ring::Packet;
    use crate::media::vp8::Descriptor;

    /// Answers as told, and remembers which frames came.
    #[derive(Clone, Default)]
    struct Script(Arc<Mutex<(VecDeque<Offer>, Vec<bool>)>>);

    impl FrameSink for Script {
        fn offer(&mut self, frame: EncodedFrame) -> Offer {
            let mut script = self.0.lock().unwrap();
            script.1.push(frame.key);
            script.0.pop_front().unwrap_or(Offer::Taken)
        }
    }

    #[test]
    fn after_a_refusal_the_next_frame_is_a_key_frame_and_it_is_asked_for_once_a_second() {
        let start = Instant::now();
        let script = Script::default();
        script.0.lock().unwrap().0.extend([Offer::Taken, Offer::NeedKey]);
        let mut tap = Tap::new(Box::new(script.clone()));
        let mut layer = Layer::new(None, MediaKind::Video, &mut StreamId(0));
        let mut push = |sequence: u64, key: bool, at_ms: u64| {
            let payload = [0x10, u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a, 64, 1, 240, 0];
            let vp8 = Descriptor::read(&payload);
            layer
                .ring
                .insert(sequence, Packet { timestamp: sequence as u32 * 3_000, marker: true, vp8, payload: &payload });
            tap.push(start + Duration::from_millis(at_ms), &layer, sequence)
        };
        assert!(push(1, false, 0));
        assert!(!push(2, true, 100));
        assert!(!push(3, false, 133));
        assert!(!push(4, false, 166));
        assert!(push(5, false, 1_000));
        assert!(!push(6, true, 1_100));
        assert!(!push(7, false, 1_133));
        assert_eq!(script.0.lock().unwrap().1, [true, false, true, false]);
    }
}
