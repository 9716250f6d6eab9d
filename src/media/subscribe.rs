//! The subscribe connection of one participant: slots that others are shown in.

use std::collections::HashMap;
use std::time::Instant;

use rand::Rng;

use super::bandwidth::Bandwidth;
use super::exit::Exit;
use super::link::Link;
use super::rtcp;
use super::sdp::SubscribeAnswer;
use super::slot::{Slot, Source};
use super::tile::Tile;
use super::udp::Sender;
use super::{MediaKind, PeerId, SlotEntry, SlotPlan};

/// Slots, and the path to the browser that shows them.
pub(super) struct Subscriber {
    pub(super) link: Link,
    /// None for a browser that does not tell when packets arrive.
    pub(super) bandwidth: Option<Box<Bandwidth>>,
    /// Only ever grows: a slot keeps its place in the description.
    pub(super) slots: Vec<Slot>,
    /// Somebody is not shown for want of a slot, and more can be had.
    pub(super) is_short: bool,
    /// How large the browser shows whom, whether they have a slot or not.
    tiles: HashMap<PeerId, Tile>,
    /// Slots of one kind that there may be.
    most: usize,
    /// The first so many slots are answered by the browser.
    agreed: usize,
    /// Descriptions written so far.
    pub(super) version: u64,
    budget: Budget,
}

/// What a subscriber asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Wish {
    KeyFrame { slot: usize, source: Source },
    Repair { slot: usize, source: Source, sequence: u16 },
}

impl Subscriber {
    pub(super) fn new(now: Instant, link: Link, plan: SlotPlan, rng: &mut impl Rng) -> Self {
        let mut slots = Vec::with_capacity(plan.audio + plan.video);
        slots.extend((0..plan.audio).map(|index| Slot::new(MediaKind::Audio, index, rng)));
        slots.extend((0..plan.video).map(|index| Slot::new(MediaKind::Video, index, rng)));
        Self {
            link,
            bandwidth: None,
            slots,
            is_short: false,
            tiles: HashMap::new(),
            most: plan.most,
            agreed: 0,
            version: 0,
            budget: Budget { left: BUDGET_BURST, filled: now },
        }
    }

    /// Takes note of what the browser receives. An answer to an earlier offer leaves what came after
    /// it open.
    pub(super) fn agree(&mut self, now: Instant, answer: &SubscribeAnswer) {
        for slot in &mut self.slots {
            slot.is_accepted = answer.accepted.contains(&slot.mid);
            slot.is_numbered = answer.numbered.contains(&slot.mid);
        }
        // Without pictures there is nothing to choose.
        if self.slots.iter().any(|slot| slot.is_numbered && slot.kind == MediaKind::Video) {
            self.bandwidth.get_or_insert_with(|| Box::new(Bandwidth::new(now)));
        }
        self.agreed = answer.sections.min(self.slots.len());
    }

    /// Whether there may be more slots: not while the browser thinks about those that there are.
    pub(super) fn can_grow(&self) -> bool {
        self.agreed == self.slots.len() && KINDS.iter().any(|kind| (1..self.most).contains(&self.count(*kind)))
    }

    /// Doubles the slots of each kind that has any; they are used once the browser has agreed.
    pub(super) fn grow(&mut self, rng: &mut impl Rng) {
        if !self.can_grow() {
            return;
        }
        self.is_short = false;
        for kind in KINDS {
            let count = self.count(kind);
            for index in count..(2 * count).min(self.most) {
                let mut slot = Slot::new(kind, index, rng);
                slot.is_accepted = false;
                self.slots.push(slot);
            }
        }
    }

    fn count(&self, kind: MediaKind) -> usize {
        self.slots.iter().filter(|slot| slot.kind == kind).count()
    }

    /// Shows a track in a slot, as large as the browser said.
    pub(super) fn show(&mut self, slot: usize, source: Source) {
        let tile = self.tiles.get(&source.peer).copied().unwrap_or_default();
        self.slots[slot].show(Some(source));
        if self.slots[slot].kind == MediaKind::Video {
            self.slots[slot].set_tile(tile);
            if self.bandwidth.as_ref().is_some_and(|bandwidth| bandwidth.is_scarce()) {
                self.slots[slot].allow(1);
            }
        }
    }

    /// The browser shows people so large from now on; of those who are not named it did not say.
    pub(super) fn set_tiles(&mut self, tiles: HashMap<PeerId, Tile>) {
        for slot in self.slots.iter_mut().filter(|slot| slot.kind == MediaKind::Video) {
            if let Some(source) = slot.source() {
                slot.set_tile(tiles.get(&source.peer).copied().unwrap_or_default());
            }
        }
        self.tiles = tiles;
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
                    let Some(slot) = self.slots.iter().position(|slot| slot.ssrc == media) else { continue };
                    if let Some(source) = self.slots[slot].source() {
                        each(Wish::KeyFrame { slot, source });
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
                rtcp::Message::Arrivals(arrivals) => {
                    if let Some(bandwidth) = &mut self.bandwidth {
                        bandwidth.heard(now, &arrivals);
                    }
                }
                rtcp::Message::SenderReport { .. } => {}
            }
        }
    }

    /// Sends what is due of a probe.
    pub(super) fn tick(&mut self, now: Instant, sender: &mut Sender) {
        let Some(bandwidth) = &mut self.bandwidth else { return };
        let packets = bandwidth.padding(now);
        if packets == 0 {
            return;
        }
        let is_probed = |slot: &&mut Slot| slot.kind == MediaKind::Video && slot.is_accepted && slot.is_numbered;
        let slot = self.slots.iter_mut().find(is_probed);
        let exit = Exit::of(now, &mut self.link, &mut self.bandwidth, sender);
        let (Some(slot), Some(mut exit)) = (slot, exit) else { return };
        for _ in 0..packets {
            slot.send_padding(&mut exit);
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

const KINDS: [MediaKind; 2] = [MediaKind::Audio, MediaKind::Video];
/// A fifth of twelve videos at 150 packets a second, with air.
const BUDGET_PER_SECOND: u64 = 600;
const BUDGET_BURST: u32 = 600;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::media::dtls::Fingerprint;
    use crate::media::ice::Credentials;
    use crate::media::router::Seat;

    fn subscriber() -> Subscriber {
        let mut rng = rand::rng();
        let link = Link::new(Instant::now(), Credentials::random(&mut rng), None);
        Subscriber::new(Instant::now(), link, SlotPlan { audio: 2, video: 2, most: 3 }, &mut rng)
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
    fn slots_double_up_to_the_plan_when_the_browser_has_agreed_to_those_there_are() {
        let mut subscriber = subscriber();
        let agree = |subscriber: &mut Subscriber, sections: usize| {
            let accepted = subscriber.slots.iter().take(sections).map(|slot| slot.mid.clone()).collect();
            let fingerprint = Fingerprint::of(b"certificate");
            let answer = SubscribeAnswer { fingerprint, accepted, numbered: Vec::new(), sections };
            subscriber.agree(Instant::now(), &answer);
        };
        let mids = |subscriber: &Subscriber| subscriber.slots.iter().map(|slot| slot.mid.clone()).collect::<Vec<_>>();
        subscriber.grow(&mut rand::rng());
        assert_eq!(subscriber.slots.len(), 4);
        agree(&mut subscriber, 4);
        subscriber.grow(&mut rand::rng());
        assert_eq!(mids(&subscriber), ["a0", "a1", "v0", "v1", "a2", "v2"]);
        assert!(subscriber.slots.iter().skip(4).all(|slot| !slot.is_accepted));
        // A late answer to the first offer.
        agree(&mut subscriber, 4);
        assert!(!subscriber.can_grow() && !subscriber.slots[5].is_accepted);
        agree(&mut subscriber, 6);
        assert!(!subscriber.can_grow() && subscriber.slots[5].is_accepted);
    }

    #[test]
    fn a_tile_is_remembered_until_its_participant_has_a_slot() {
        let mut subscriber = subscriber();
        let peer = |id| PeerId(Uuid::from_u128(id));
        subscriber.set_tiles(HashMap::from([(peer(1), Tile::Lines(100)), (peer(2), Tile::Hidden)]));
        for (slot, id) in [(2, 1), (3, 2), (0, 2)] {
            subscriber.show(slot, Source { seat: Seat(id as usize), peer: peer(id), track: 0 });
        }
        assert_eq!((subscriber.slots[2].tile(), subscriber.slots[3].tile()), (Tile::Lines(100), Tile::Hidden));
        assert_eq!(subscriber.slots[0].tile(), Tile::Unknown, "who is not seen is heard");
        subscriber.set_tiles(HashMap::from([(peer(2), Tile::Lines(700))]));
        assert_eq!((subscriber.slots[2].tile(), subscriber.slots[3].tile()), (Tile::Unknown, Tile::Lines(700)));
    }

    #[test]
    fn repairs_have_a_budget() {
        let now = Instant::now();
        let mut budget = Budget { left: 2, filled: now };
        assert!(budget.take(now) && budget.take(now) && !budget.take(now));
        assert!(budget.take(now + Duration::from_millis(2)));
    }
}
