//! The subscribe connection of one participant: fixed slots.

use std::time::Instant;

use rand::Rng;

use super::link::Link;
use super::rtcp;
use super::slot::{Slot, Source};
use super::{MediaKind, SlotEntry, SlotPlan};

/// Slots, and the path to the browser that shows them.
pub(super) struct Subscriber {
    pub(super) link: Link,
    pub(super) slots: Vec<Slot>,
    /// Descriptions written so far.
    pub(super) version: u64,
    budget: Budget,
}

/// What a subscriber asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Wish {
    KeyFrame { source: Source },
    Repair { slot: usize, source: Source, sequence: u16 },
}

impl Subscriber {
    pub(super) fn new(now: Instant, link: Link, plan: SlotPlan, rng: &mut impl Rng) -> Self {
        let mut slots = Vec::with_capacity(plan.audio + plan.video);
        slots.extend((0..plan.audio).map(|index| Slot::new(MediaKind::Audio, index, rng)));
        slots.extend((0..plan.video).map(|index| Slot::new(MediaKind::Video, index, rng)));
        Self { link, slots, version: 0, budget: Budget { left: BUDGET_BURST, filled: now } }
    }

    /// A free slot for a track: beside the peer's other track when possible, so that both are
    /// played in step.
    pub(super) fn free_slot(&self, kind: MediaKind, source: &Source) -> Option<usize> {
        let is_free = |slot: &Slot| slot.kind == kind && slot.is_accepted && slot.source().is_none();
        let beside = self.slots.iter().find(|slot| slot.source().is_some_and(|shown| shown.seat == source.seat));
        let same = beside
            .and_then(|beside| self.slots.iter().position(|slot| is_free(slot) && slot.index() == beside.index()));
        // Else one whose counterpart is free too, so that the other track can follow.
        let paired = || {
            self.slots.iter().position(|slot| {
                is_free(slot)
                    && self.slots.iter().all(|other| other.index() != slot.index() || other.source().is_none())
            })
        };
        same.or_else(paired).or_else(|| self.slots.iter().position(is_free))
    }

    /// Decrypts an RTCP packet and hands on what it asks for.
    pub(super) fn receive_control(&mut self, now: Instant, packet: &mut [u8], mut each: impl FnMut(Wish)) {
        let Some(compound) = self.link.open_control(packet) else { return };
        for message in rtcp::read(compound) {
            match message {
                rtcp::Message::KeyFrameWanted { media } => {
                    if let Some(source) = self.slots.iter().find(|slot| slot.ssrc == media).and_then(Slot::source) {
                        each(Wish::KeyFrame { source });
                    }
                }
                rtcp::Message::Nack { media, missing } => {
                    let is_asked = |slot: &Slot| slot.ssrc == media && slot.kind == MediaKind::Video;
                    let Some(slot) = self.slots.iter().position(is_asked) else { continue };
                    let Some(source) = self.slots[slot].source() else { continue };
                    for sequence in missing.iter() {
                        if !self.budget.take(now) {
                            break;
                        }
                        each(Wish::Repair { slot, source, sequence });
                    }
                }
                rtcp::Message::SenderReport { .. } => {}
            }
        }
    }

    pub(super) fn table(&self) -> Vec<SlotEntry> {
        self.slots.iter().map(Slot::entry).collect()
    }
}

/// Bounds what a subscriber can make us send again.
#[derive(Debug)]
struct Budget {
    left: u32,
    filled: Instant,
}

impl Budget {
    fn take(&mut self, now: Instant) -> bool {
        let refill = now.saturating_duration_since(self.filled).as_millis() as u64 * BUDGET_PER_SECOND / 1_000;
        if refill > 0 {
            self.left = u64::from(self.left).saturating_add(refill).min(BUDGET_BURST.into()) as u32;
            self.filled = now;
        }
        let is_granted = self.left > 0;
        self.left = self.left.saturating_sub(1);
        is_granted
    }
}

/// A fifth of twelve videos at 150 packets a second, with air.
const BUDGET_PER_SECOND: u64 = 600;
const BUDGET_BURST: u32 = 600;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::media::PeerId;
    use crate::media::ice::Credentials;
    use crate::media::router::Seat;

    fn subscriber() -> Subscriber {
        let mut rng = rand::rng();
        let link = Link::new(Instant::now(), Credentials::random(&mut rng), None);
        Subscriber::new(Instant::now(), link, SlotPlan { audio: 2, video: 2 }, &mut rng)
    }

    fn source(seat: usize, track: usize) -> Source {
        Source { seat: Seat(seat), peer: PeerId(Uuid::nil()), track }
    }

    #[test]
    fn sound_and_picture_of_one_peer_share_a_number() {
        let mut subscriber = subscriber();
        let mut place = |kind, source: Source| {
            let at = subscriber.free_slot(kind, &source)?;
            subscriber.slots[at].show(Some(source));
            Some(subscriber.slots[at].mid.clone())
        };
        assert_eq!(place(MediaKind::Video, source(1, 0)).as_deref(), Some("v0"));
        assert_eq!(place(MediaKind::Audio, source(2, 0)).as_deref(), Some("a1"));
        assert_eq!(place(MediaKind::Audio, source(1, 1)).as_deref(), Some("a0"));
        assert_eq!(place(MediaKind::Video, source(2, 1)).as_deref(), Some("v1"));
        assert_eq!(place(MediaKind::Video, source(3, 0)), None);
    }

    #[test]
    fn repairs_have_a_budget() {
        let now = Instant::now();
        let mut budget = Budget { left: 2, filled: now };
        assert!(budget.take(now) && budget.take(now) && !budget.take(now));
        assert!(budget.take(now + Duration::from_millis(2)));
    }
}
