//! One batch of received packets, out to everyone who sees their senders.

use std::time::Instant;

use super::{MediaKind, Router, Seat};
use crate::media::publish::{Layer, Publisher};
use crate::media::slot::Source;
use crate::media::udp::Sender;

impl Router {
    /// Sends the batch on: subscriber by subscriber, so that what one gets lies side by side and
    /// leaves as one message.
    pub(in crate::media) fn fan_out(&mut self, now: Instant, sender: &mut Sender) {
        let fresh = std::mem::take(&mut self.fresh);
        for packets in fresh.chunk_by(|(a, x), (b, y)| (a, x.track, x.layer) == (b, y.track, y.layer)) {
            let (seat, first) = packets[0];
            let Some(publisher) = &mut self.publishers[seat.0] else { continue };
            let is_held = publisher.is_held(MediaKind::Video);
            let Some(track) = publisher.tracks.get_mut(first.track) else { continue };
            let is_best = track.best_layer(now) == first.layer;
            let Some(layer) = track.layers.get_mut(first.layer) else { continue };
            let mut wants_key_frame = false;
            let payloads = packets.iter().filter_map(|(_, arrived)| layer.ring.get(arrived.sequence));
            let longest = payloads.map(|packet| packet.payload.len()).max().unwrap_or(0);
            for &(viewer, slot) in &track.viewers {
                let Some(subscriber) = &mut self.subscribers[viewer.0] else { continue };
                let Some((sealer, path)) = subscriber.link.outlet() else { continue };
                let slot = &mut subscriber.slots[slot];
                if !is_best && !slot.shows(layer.stream) {
                    continue;
                }
                if !slot.shows(layer.stream) && slot.begin(now, layer, (&mut *sealer, path), sender) {
                    continue;
                }
                for (_, arrived) in packets {
                    if let Some(packet) = layer.ring.get(arrived.sequence) {
                        wants_key_frame |=
                            !slot.forward(now, layer, arrived.sequence, &packet, longest, (&mut *sealer, path), sender);
                    }
                }
            }
            if let Some(tap) = publisher.tap.as_mut().filter(|_| track.kind == MediaKind::Video && is_best && !is_held)
            {
                for (_, arrived) in packets {
                    wants_key_frame |= tap.push(now, layer, arrived.sequence);
                }
            }
            if wants_key_frame {
                layer.key_frames.want();
                publisher.ask_for_key_frames(now, sender);
            }
        }
        self.fresh = fresh;
        self.fresh.clear();
    }

    /// Shows a viewer who has just connected what there is already, rather than with the next packet.
    pub(super) fn begin_slots(&mut self, now: Instant, viewer: Seat, sender: &mut Sender) {
        let Some(subscriber) = &mut self.subscribers[viewer.0] else { return };
        let Some((sealer, path)) = subscriber.link.outlet() else { return };
        for slot in subscriber.slots.iter_mut().filter(|slot| slot.kind == MediaKind::Video) {
            let Some(layer) = slot.source().and_then(|source| best_layer(&mut self.publishers, source, now)) else {
                continue;
            };
            if !slot.shows(layer.stream) {
                slot.begin(now, layer, (&mut *sealer, path), sender);
            }
        }
    }

    /// Asks for key frames of all that a viewer is about to see, so that they are here when the
    /// viewer's keys are.
    pub(super) fn prepare_slots(&mut self, now: Instant, viewer: Seat) {
        let Some(subscriber) = &self.subscribers[viewer.0] else { return };
        for slot in subscriber.slots.iter().filter(|slot| slot.kind == MediaKind::Video) {
            let Some(layer) = slot.source().and_then(|source| best_layer(&mut self.publishers, source, now)) else {
                continue;
            };
            if layer.beginning(now).is_none() {
                layer.key_frames.want();
            }
        }
    }
}

/// What those who see a track get of it.
pub(super) fn best_layer(publishers: &mut [Option<Publisher>], source: Source, now: Instant) -> Option<&mut Layer> {
    let track = publishers[source.seat.0].as_mut()?.tracks.get_mut(source.track)?;
    let best = track.best_layer(now);
    track.layers.get_mut(best)
}
