//! How much of each viewer's network goes to whom.

use std::time::Instant;

use super::{MediaKind, Router};
use crate::media::bandwidth::{Claim, MAX_CLAIMS};
use crate::media::publish::{Publisher, Track};
use crate::media::slot::Source;
use crate::media::tile::Tile;

impl Router {
    /// Looks what each viewer's network takes, and lets each picture have as many layers as its share
    /// is enough for.
    pub(super) fn share_bandwidth(&mut self, now: Instant) {
        for (subscriber, member) in self.subscribers.iter_mut().zip(&mut self.members) {
            let (Some(subscriber), Some(member)) = (subscriber, member) else { continue };
            let Some(bandwidth) = &mut subscriber.bandwidth else { continue };
            let (mut audio, mut places) = (0.0, Vec::new());
            self.claims.clear();
            for (at, slot) in subscriber.slots.iter().enumerate() {
                let Some((publisher, track)) = slot.source().and_then(|source| shown(&self.publishers, source)) else {
                    continue;
                };
                if slot.kind == MediaKind::Audio {
                    // A silent microphone may send nothing.
                    audio += if track.is_heard(now) { track.rates()[0] } else { 0.0 };
                } else if self.claims.len() < MAX_CLAIMS {
                    places.push(at);
                    self.claims.push(Claim {
                        is_signer: publisher.tap.is_some(),
                        lines: lines(slot.tile()),
                        rates: track.rates(),
                        layers: track.layers_for(now, slot.tile()),
                        given: slot.allowed(),
                    });
                }
            }
            let is_known = bandwidth.share(now, audio, &mut self.claims);
            let mut is_changed = false;
            for (at, claim) in places.into_iter().zip(&self.claims) {
                // One out of sight is not paused for want of bandwidth.
                let allowed = if is_known && claim.layers > 0 { claim.given } else { usize::MAX };
                is_changed |= subscriber.slots[at].allow(allowed);
            }
            if is_changed {
                member.outlet.slots_changed();
            }
        }
    }
}

fn shown(publishers: &[Option<Publisher>], source: Source) -> Option<(&Publisher, &Track)> {
    let publisher = publishers.get(source.seat.0)?.as_ref()?;
    Some((publisher, publisher.tracks.get(source.track)?))
}

fn lines(tile: Tile) -> u16 {
    match tile {
        Tile::Hidden => 0,
        Tile::Lines(lines) => lines,
        Tile::Unknown => u16::MAX,
    }
}
