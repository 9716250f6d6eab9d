//! What publishers are to send, of all that viewers want.

use std::time::Instant;

use super::{MediaKind, Router};
use crate::media::publish::LayerSet;
use crate::media::tap;

impl Router {
    /// Looks who wants which layers, and notes whose sender has to be told.
    pub(super) fn weigh_demand(&mut self, now: Instant) {
        for (publisher, member) in self.publishers.iter_mut().zip(&mut self.members) {
            let (Some(publisher), Some(member)) = (publisher, member) else { continue };
            let is_tapped = publisher.tap.is_some() && !publisher.is_held(MediaKind::Video);
            for track in publisher.tracks.iter_mut().filter(|track| track.layers.len() > 1) {
                let mut wanted = LayerSet::default();
                for (viewer, slot) in &track.viewers {
                    if let Some(subscriber) = &self.subscribers[viewer.0] {
                        let slot = &subscriber.slots[*slot];
                        wanted.add(track.wanted_for(now, slot.tile(), slot.allowed()));
                    }
                }
                if is_tapped && track.kind == MediaKind::Video {
                    wanted.add(track.wanted_for(now, tap::TILE, usize::MAX));
                }
                if track.demand.update(now, wanted) {
                    member.outlet.layers_changed();
                }
            }
        }
    }
}
