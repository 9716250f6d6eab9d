//! One batch of received packets, out to everyone who sees their senders.

use std::time::Instant;

use super::{MediaKind, Router, Seat};
use crate::media::exit::Exit;
use crate::media::publish::{Layer, Publisher};
use crate::media::slot::Slot;
use crate::media::subscribe::Subscriber;
use crate::media::tap;
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
            let Some(layer) = track.layers.get(first.layer) else { continue };
            let mut wants_key_frame = false;
            let payloads = packets.iter().filter_map(|(_, arrived)| layer.ring.get(arrived.sequence));
            let longest = payloads.map(|packet| packet.payload.len()).max().unwrap_or(0);
            for &(viewer, slot) in &track.viewers {
                let Some(subscriber) = &mut self.subscribers[viewer.0] else { continue };
                let Subscriber { link, bandwidth, slots, .. } = subscriber;
                let Some(mut exit) = Exit::of(now, link, bandwidth, sender) else { continue };
                let slot = &mut slots[slot];
                let chosen = track.layer_for(now, slot.tile(), slot.allowed());
                let (is_chosen, is_shown) = (chosen == Some(first.layer), slot.shows(layer.stream));
                if !is_chosen && !is_shown {
                    continue;
                }
                // Another layer of a moving picture takes over with its next key frame; until then the
                // one before goes on.
                if !is_shown && !slot.is_flowing(now) && slot.begin(now, layer, &mut exit) {
                    continue;
                }
                for (_, arrived) in packets {
                    if let Some(packet) = layer.ring.get(arrived.sequence) {
                        wants_key_frame |= !slot.forward(now, layer, arrived.sequence, &packet, longest, &mut exit);
                    }
                }
            }
            if let Some(tap) = publisher.tap.as_mut().filter(|_| track.kind == MediaKind::Video && !is_held) {
                let is_chosen = track.layer_for(now, tap::TILE, usize::MAX) == Some(first.layer);
                for (_, arrived) in packets {
                    wants_key_frame |= tap.push(now, layer, arrived.sequence, is_chosen);
                }
            }
            if wants_key_frame && let Some(layer) = track.layers.get_mut(first.layer) {
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
        let Subscriber { link, bandwidth, slots, .. } = subscriber;
        let Some(mut exit) = Exit::of(now, link, bandwidth, sender) else { return };
        for slot in slots.iter_mut().filter(|slot| slot.kind == MediaKind::Video) {
            let Some(layer) = chosen_layer(&mut self.publishers, slot, now) else { continue };
            if !slot.shows(layer.stream) {
                slot.begin(now, layer, &mut exit);
            }
        }
    }

    /// Asks for key frames of all that a viewer is about to see, so that they are here when the
    /// viewer's keys are.
    pub(super) fn prepare_slots(&mut self, now: Instant, viewer: Seat) {
        let Some(subscriber) = &self.subscribers[viewer.0] else { return };
        for slot in subscriber.slots.iter().filter(|slot| slot.kind == MediaKind::Video) {
            let Some(layer) = chosen_layer(&mut self.publishers, slot, now) else { continue };
            if layer.beginning(now).is_none() {
                layer.key_frames.want();
            }
        }
    }
}

/// The layer that a slot is to show.
fn chosen_layer<'a>(publishers: &'a mut [Option<Publisher>], slot: &Slot, now: Instant) -> Option<&'a mut Layer> {
    let source = slot.source()?;
    let track = publishers[source.seat.0].as_mut()?.tracks.get_mut(source.track)?;
    let chosen = track.layer_for(now, slot.tile(), slot.allowed())?;
    track.layers.get_mut(chosen)
}

/// The layer that a slot shows, or the one that it is to begin with.
pub(super) fn shown_layer<'a>(
    publishers: &'a mut [Option<Publisher>],
    slot: &Slot,
    now: Instant,
) -> Option<&'a mut Layer> {
    let source = slot.source()?;
    let track = publishers[source.seat.0].as_mut()?.tracks.get_mut(source.track)?;
    let shown = track.layers.iter().position(|layer| slot.shows(layer.stream));
    let at = shown.or_else(|| track.layer_for(now, slot.tile(), slot.allowed()))?;
    track.layers.get_mut(at)
}
