//! A copy of one participant's video for the recogniser that drops rather than waits.

mod assembler;

use std::time::{Duration, Instant};

pub(super) use self::assembler::Assembler;
use super::epoch::StreamId;
use super::publish::Layer;
use super::tile::Tile;
use crate::video::{EncodedFrame, FrameSink, Offer};

/// Frames of one track on their way to a sink.
pub(super) struct Tap {
    sink: Box<dyn FrameSink>,
    assembler: Assembler,
    stream: Option<StreamId>,
    /// When a packet of it came.
    heard: Option<Instant>,
    /// The sink refused a frame: the next it gets is a key frame.
    is_gated: bool,
    asked: Option<Instant>,
    /// Reused between packets.
    frames: Vec<EncodedFrame>,
}

impl Tap {
    pub(super) fn new(sink: Box<dyn FrameSink>) -> Self {
        Self {
            sink,
            assembler: Assembler::default(),
            stream: None,
            heard: None,
            is_gated: false,
            asked: None,
            frames: Vec::new(),
        }
    }

    /// A packet of a layer came into its ring. True when the sender is to make a key frame of that
    /// layer, without which nothing more can be handed on, or another one taken. The chosen layer
    /// takes over with a key frame; while the one before moves, that goes on.
    pub(super) fn push(&mut self, now: Instant, layer: &Layer, sequence: u64, is_chosen: bool) -> bool {
        if self.stream != Some(layer.stream) {
            if !is_chosen {
                return false;
            }
            let opens_key_frame =
                layer.ring.get(sequence).and_then(|packet| packet.vp8).is_some_and(|vp8| vp8.opens_key_frame);
            let is_flowing = self.heard.is_some_and(|heard| now.saturating_duration_since(heard) < FLOWING);
            if is_flowing && !opens_key_frame {
                return self.may_ask(now);
            }
            if self.stream.replace(layer.stream).is_some() {
                self.assembler.begin_anew();
            }
        }
        self.heard = Some(now);
        self.assembler.push(now, &layer.ring, sequence, &mut self.frames);
        for frame in self.frames.drain(..) {
            if !self.is_gated || frame.key {
                self.is_gated = self.sink.offer(frame) == Offer::NeedKey;
            }
        }
        (self.is_gated || self.assembler.needs_key_frame()) && self.may_ask(now)
    }

    fn may_ask(&mut self, now: Instant) -> bool {
        let may_ask = self.asked.is_none_or(|asked| now.saturating_duration_since(asked) >= ASK_INTERVAL);
        if may_ask {
            self.asked = Some(now);
        }
        may_ask
    }
}

/// Every key frame costs all viewers: a recogniser that cannot keep up must not ask all the time.
const ASK_INTERVAL: Duration = Duration::from_secs(1);
/// A layer that is silent for longer is not waited for.
const FLOWING: Duration = Duration::from_millis(500);
/// Hands are read from pictures of so many lines.
pub(super) const TILE: Tile = Tile::Lines(480);

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
    fn another_layer_takes_over_with_a_key_frame_and_until_then_the_one_before_goes_on() {
        let start = Instant::now();
        let script = Script::default();
        let mut tap = Tap::new(Box::new(script.clone()));
        let mut next = StreamId(0);
        let mut layers = [(); 2].map(|()| Layer::new(None, MediaKind::Video, &mut next));
        let mut push = |layer: usize, sequence: u64, key: bool, chosen: usize| {
            let payload = [0x10, u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a, 64, 1, 240, 0];
            let vp8 = Descriptor::read(&payload);
            let packet = Packet { timestamp: sequence as u32 * 3_000, marker: true, vp8, payload: &payload };
            layers[layer].ring.insert(sequence, packet);
            tap.push(start + Duration::from_millis(33 * sequence), &layers[layer], sequence, layer == chosen)
        };
        let handed_on = || script.0.lock().unwrap().1.len();
        assert!(!push(0, 1, true, 0));
        assert!(push(1, 2, false, 1), "it has to be asked for");
        assert!(!push(0, 2, false, 1));
        assert_eq!(handed_on(), 2);
        assert!(!push(1, 3, true, 1));
        assert!(!push(0, 3, false, 1));
        assert_eq!(handed_on(), 3);
        // Long after the last packet of that layer, nothing is waited for.
        assert!(push(0, 40, false, 0));
        assert!(!push(0, 41, true, 0));
        assert_eq!(handed_on(), 4);
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
            tap.push(start + Duration::from_millis(at_ms), &layer, sequence, true)
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
