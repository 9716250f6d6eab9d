//! Who is in a room: joining, renegotiating, leaving.

use std::collections::HashMap;
use std::time::Instant;

use tokio::sync::mpsc;

use super::{Member, Router, Seat, Side};
use crate::media::ice::Credentials;
use crate::media::link::Link;
use crate::media::outlet::Outlet;
use crate::media::publish::Publisher;
use crate::media::sdp::{self, Local, PublishOffer, SubscribeAnswer};
use crate::media::subscribe::Subscriber;
use crate::media::tap::Tap;
use crate::media::tile::Tile;
use crate::media::udp::Sender;
use crate::media::{ConnState, Joined, MediaError, MediaEvent, MediaKind, PeerId, RoomId, SlotPlan};
use crate::video::FrameSink;

impl Router {
    pub(in crate::media) fn join(
        &mut self,
        now: Instant,
        (room, peer): (RoomId, PeerId),
        offer: PublishOffer,
        slots: SlotPlan,
        events: mpsc::Sender<MediaEvent>,
    ) -> Result<Joined, MediaError> {
        if self.seats.contains_key(&(room, peer)) {
            return Err(MediaError::AlreadyJoined);
        }
        let seat = self.free_seat();
        let credentials = [Credentials::random(&mut self.rng), Credentials::random(&mut self.rng)];
        for (credentials, side) in credentials.iter().zip([Side::Publish, Side::Subscribe]) {
            self.by_ufrag.insert(credentials.ufrag.clone(), (seat, side));
        }
        let [publish, subscribe] = credentials;
        let link = Link::new(now, publish, Some(offer.fingerprint));
        let ssrc = rand::Rng::random(&mut self.rng);
        self.publishers[seat.0] = Some(Publisher::new(now, link, offer, ssrc));
        let link = Link::new(now, subscribe, None);
        self.subscribers[seat.0] = Some(Subscriber::new(now, link, slots, &mut self.rng));
        self.members[seat.0] = Some(Member { peer, outlet: Outlet::new(events) });
        self.seats.insert((room, peer), seat);
        self.rooms.entry(room).or_default().push(seat);
        self.assign_slots(room);
        self.prepare_slots(now, seat);
        let publish_answer = self.write_answer(seat).ok_or(MediaError::UnknownPeer)?;
        let subscribe_offer = self.write_offer(seat).ok_or(MediaError::UnknownPeer)?;
        Ok(Joined { publish_answer, subscribe_offer })
    }

    pub(in crate::media) fn subscribe_answer(
        &mut self,
        now: Instant,
        room: RoomId,
        peer: PeerId,
        answer: &SubscribeAnswer,
    ) -> Result<(), MediaError> {
        let seat = self.seat(room, peer)?;
        let subscriber = self.subscribers[seat.0].as_mut().ok_or(MediaError::UnknownPeer)?;
        if !subscriber.link.expect(answer.fingerprint) {
            return Err(MediaError::BadSdp("its certificate changed: join again".into()));
        }
        subscriber.agree(now, answer);
        self.assign_slots(room);
        Ok(())
    }

    pub(in crate::media) fn publish_offer(
        &mut self,
        now: Instant,
        room: RoomId,
        peer: PeerId,
        offer: PublishOffer,
    ) -> Result<String, MediaError> {
        let seat = self.seat(room, peer)?;
        let publisher = self.publishers[seat.0].as_mut().ok_or(MediaError::UnknownPeer)?;
        if !publisher.link.expect(offer.fingerprint) {
            return Err(MediaError::BadSdp("its certificate changed: join again".into()));
        }
        // RFC 8839, section 4.4.1.1.1: a restart is told by a new user fragment, and answered by one.
        let is_restart = publisher.offer.ufrag != offer.ufrag;
        publisher.update(now, offer);
        if is_restart {
            self.restart(seat, Side::Publish);
        }
        self.assign_slots(room);
        self.write_answer(seat).ok_or(MediaError::UnknownPeer)
    }

    pub(in crate::media) fn restart_subscribe(&mut self, room: RoomId, peer: PeerId) -> Result<String, MediaError> {
        let seat = self.seat(room, peer)?;
        self.restart(seat, Side::Subscribe);
        self.write_offer(seat).ok_or(MediaError::UnknownPeer)
    }

    pub(in crate::media) fn more_slots(&mut self, room: RoomId, peer: PeerId) -> Result<String, MediaError> {
        let seat = self.seat(room, peer)?;
        let subscriber = self.subscribers[seat.0].as_mut().ok_or(MediaError::UnknownPeer)?;
        subscriber.grow(&mut self.rng);
        self.write_offer(seat).ok_or(MediaError::UnknownPeer)
    }

    pub(in crate::media) fn leave(&mut self, now: Instant, room: RoomId, peer: PeerId, sender: &mut Sender) {
        let Some(seat) = self.seats.remove(&(room, peer)) else { return };
        self.clear_slots_of(seat);
        for side in [Side::Publish, Side::Subscribe] {
            if let Some(link) = self.link(seat, side) {
                link.close(now, sender);
            }
        }
        self.by_ufrag.retain(|_, (owner, _)| *owner != seat);
        self.by_address.retain(|_, (owner, _)| *owner != seat);
        self.fresh.retain(|(owner, _)| *owner != seat);
        self.members[seat.0] = None;
        self.publishers[seat.0] = None;
        self.subscribers[seat.0] = None;
        if let Some(seats) = self.rooms.get_mut(&room) {
            seats.retain(|other| *other != seat);
            if seats.is_empty() {
                self.rooms.remove(&room);
            }
        }
        // Somebody without a slot may get one of those now free.
        self.assign_slots(room);
    }

    pub(in crate::media) fn hold(&mut self, room: RoomId, peer: PeerId, kind: MediaKind, on: bool) {
        let Ok(seat) = self.seat(room, peer) else { return };
        let Some(publisher) = &mut self.publishers[seat.0] else { return };
        publisher.hold(kind, on);
        if on {
            // What came in this very batch does not go out, either.
            self.fresh.retain(|(owner, _)| *owner != seat);
        }
        self.assign_slots(room);
    }

    pub(in crate::media) fn tap(
        &mut self,
        room: RoomId,
        peer: PeerId,
        sink: Box<dyn FrameSink>,
    ) -> Result<(), MediaError> {
        let seat = self.seat(room, peer)?;
        let publisher = self.publishers[seat.0].as_mut().ok_or(MediaError::UnknownPeer)?;
        publisher.tap = Some(Tap::new(sink));
        Ok(())
    }

    pub(in crate::media) fn untap(&mut self, room: RoomId, peer: PeerId) {
        if let Ok(seat) = self.seat(room, peer)
            && let Some(publisher) = &mut self.publishers[seat.0]
        {
            publisher.tap = None;
        }
    }

    pub(in crate::media) fn set_tiles(
        &mut self,
        room: RoomId,
        peer: PeerId,
        tiles: HashMap<PeerId, Tile>,
    ) -> Result<(), MediaError> {
        let seat = self.seat(room, peer)?;
        self.subscribers[seat.0].as_mut().ok_or(MediaError::UnknownPeer)?.set_tiles(tiles);
        Ok(())
    }

    /// Tells every room what changed.
    pub(super) fn tell(&mut self) {
        for (at, member) in self.members.iter_mut().enumerate() {
            let (Some(member), Some(publisher), Some(subscriber)) =
                (member, &self.publishers[at], &self.subscribers[at])
            else {
                continue;
            };
            let states: (ConnState, ConnState) = (publisher.link.state(), subscriber.link.state());
            let slots = || (subscriber.table(), subscriber.is_short);
            member.outlet.tell(member.peer, states, slots, || publisher.layers_on());
        }
    }

    fn restart(&mut self, seat: Seat, side: Side) {
        let credentials = Credentials::random(&mut self.rng);
        let ufrag = credentials.ufrag.clone();
        let Some(link) = self.link(seat, side) else { return };
        let ended = link.ice.restart(credentials);
        self.by_ufrag.insert(ufrag, (seat, side));
        if let Some(ended) = ended {
            self.by_ufrag.remove(&ended);
        }
    }

    fn write_answer(&mut self, seat: Seat) -> Option<String> {
        let publisher = self.publishers[seat.0].as_mut()?;
        publisher.version += 1;
        let local = Local {
            credentials: publisher.link.ice.local(),
            fingerprint: self.identity.fingerprint(),
            candidates: &self.candidates,
            version: publisher.version,
        };
        Some(sdp::publish_answer(&publisher.offer, &local))
    }

    fn write_offer(&mut self, seat: Seat) -> Option<String> {
        let subscriber = self.subscribers[seat.0].as_mut()?;
        subscriber.version += 1;
        let local = Local {
            credentials: subscriber.link.ice.local(),
            fingerprint: self.identity.fingerprint(),
            candidates: &self.candidates,
            version: subscriber.version,
        };
        Some(sdp::subscribe_offer(subscriber.slots.iter().map(|slot| slot.line()), &local))
    }

    fn seat(&self, room: RoomId, peer: PeerId) -> Result<Seat, MediaError> {
        self.seats.get(&(room, peer)).copied().ok_or(MediaError::UnknownPeer)
    }

    fn free_seat(&mut self) -> Seat {
        let free = self.members.iter().position(Option::is_none);
        Seat(free.unwrap_or_else(|| {
            self.members.push(None);
            self.publishers.push(None);
            self.subscribers.push(None);
            self.members.len() - 1
        }))
    }
}
