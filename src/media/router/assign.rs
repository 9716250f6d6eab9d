//! Which slot shows whom.

use super::{Router, Seat};
use crate::media::RoomId;
use crate::media::slot::Source;

impl Router {
    /// Gives every track of a room a slot at everyone else, as far as there are slots: earlier
    /// participants first. What is shown stays where it is.
    pub(super) fn assign_slots(&mut self, room: RoomId) {
        let Some(seats) = self.rooms.get(&room) else { return };
        for &viewer in seats {
            let Some(subscriber) = &mut self.subscribers[viewer.0] else { continue };
            let (mut is_changed, mut is_short) = (false, false);
            for (at, slot) in subscriber.slots.iter_mut().enumerate() {
                let Some(source) = slot.source() else { continue };
                let publisher = self.publishers[source.seat.0].as_mut();
                let is_held = publisher.as_ref().is_some_and(|shown| shown.is_held(slot.kind));
                let track = publisher.and_then(|shown| shown.tracks.get_mut(source.track));
                let is_over = !slot.is_accepted || is_held || track.as_ref().is_none_or(|track| !track.is_sending);
                if is_over {
                    slot.show(None);
                    is_changed = true;
                    if let Some(track) = track {
                        track.viewers.retain(|shown| *shown != (viewer, at));
                    }
                }
            }
            for &shown in seats.iter().filter(|shown| **shown != viewer) {
                let (Some(publisher), Some(member)) = (&mut self.publishers[shown.0], &self.members[shown.0]) else {
                    continue;
                };
                let held = publisher.held();
                for (at, track) in publisher.tracks.iter_mut().enumerate() {
                    if !track.is_sending
                        || held.contains(&Some(track.kind))
                        || track.viewers.iter().any(|(seat, _)| *seat == viewer)
                    {
                        continue;
                    }
                    let source = Source { seat: shown, peer: member.peer, track: at };
                    let Some(slot) = subscriber.free_slot(track.kind, &source) else {
                        is_short = true;
                        continue;
                    };
                    subscriber.show(slot, source);
                    track.viewers.push((viewer, slot));
                    is_changed = true;
                }
            }
            is_short &= subscriber.can_grow();
            is_changed |= std::mem::replace(&mut subscriber.is_short, is_short) != is_short;
            if is_changed && let Some(member) = &mut self.members[viewer.0] {
                member.outlet.slots_changed();
            }
        }
    }

    /// Clears whatever shows a participant who is about to leave.
    pub(super) fn clear_slots_of(&mut self, leaving: Seat) {
        let Some(publisher) = &mut self.publishers[leaving.0] else { return };
        for track in &mut publisher.tracks {
            for (viewer, slot) in track.viewers.drain(..) {
                if let Some(subscriber) = &mut self.subscribers[viewer.0] {
                    subscriber.slots[slot].show(None);
                }
                if let Some(member) = &mut self.members[viewer.0] {
                    member.outlet.slots_changed();
                }
            }
        }
        // And what the participant saw.
        let Some(subscriber) = &mut self.subscribers[leaving.0] else { return };
        for source in subscriber.slots.iter().filter_map(|slot| slot.source()) {
            let shown = self.publishers[source.seat.0].as_mut().and_then(|shown| shown.tracks.get_mut(source.track));
            if let Some(track) = shown {
                track.viewers.retain(|(viewer, _)| *viewer != leaving);
            }
        }
    }
}
