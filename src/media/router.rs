//! All rooms of one worker: whose packets go to whom.

mod assign;
mod demand;
mod fanout;
mod membership;
mod share;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;

use super::bandwidth::Claim;
use super::dtls::Identity;
use super::exit::Exit;
use super::ice::{self, Candidate, Outcome, Ufrag};
use super::link::Link;
use super::outlet::Outlet;
use super::publish::{Arrived, Publisher};
use super::remote::{Datagram, Path, Remote};
use super::subscribe::{Subscriber, Wish};
use super::udp::Sender;
use super::{ConnState, MediaKind, PeerId, RoomId};

/// Everything that a worker knows. Publishers and subscribers are arrays beside each other, so that
/// a subscriber can be written to while a publisher's ring is read.
pub(super) struct Router {
    identity: Arc<Identity>,
    candidates: Arc<[Candidate]>,
    /// Others than this machine's own programs are not listened to.
    near_only: bool,
    members: Vec<Option<Member>>,
    publishers: Vec<Option<Publisher>>,
    subscribers: Vec<Option<Subscriber>>,
    seats: HashMap<(RoomId, PeerId), Seat>,
    /// Seats by room, in the order of joining.
    rooms: HashMap<RoomId, Vec<Seat>>,
    by_ufrag: HashMap<Ufrag, (Seat, Side)>,
    by_address: HashMap<Remote, (Seat, Side)>,
    /// Packets of this batch that are not sent on yet.
    fresh: Vec<(Seat, Arrived)>,
    /// Reused for each viewer.
    claims: Vec<Claim>,
    expiry_due: Instant,
    demand_due: Instant,
    rng: StdRng,
}

/// A participant's place in the arrays.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Seat(pub(super) usize);

/// Which of a participant's two connections.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Side {
    Publish,
    Subscribe,
}

struct Member {
    peer: PeerId,
    outlet: Outlet,
}

impl Router {
    pub(super) fn new(
        now: Instant,
        identity: Arc<Identity>,
        candidates: Arc<[Candidate]>,
        near_only: bool,
        rng: StdRng,
    ) -> Self {
        Self {
            identity,
            candidates,
            near_only,
            members: Vec::new(),
            publishers: Vec::new(),
            subscribers: Vec::new(),
            seats: HashMap::new(),
            rooms: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            fresh: Vec::with_capacity(1_024),
            claims: Vec::new(),
            expiry_due: now,
            demand_due: now,
            rng,
        }
    }

    /// Takes one datagram in. Which protocol it speaks is in its first byte (RFC 7983).
    pub(super) fn receive(&mut self, now: Instant, datagram: Datagram<'_>, sender: &mut Sender) {
        if self.near_only && !datagram.is_near() {
            return;
        }
        match datagram.bytes {
            [0..=3, ..] => self.receive_stun(now, &datagram, sender),
            [20..=63, ..] => self.receive_dtls(now, &datagram, sender),
            [128..=191, 192..=223, ..] => self.receive_control(now, datagram, sender),
            [128..=191, ..] => self.receive_rtp(now, datagram),
            _ => {}
        }
    }

    /// Moves all timers on; called every 10 ms or so.
    pub(super) fn tick(&mut self, now: Instant, sender: &mut Sender) {
        for at in 0..self.members.len() {
            if let Some(publisher) = &mut self.publishers[at] {
                publisher.tick(now, sender);
            }
            if let Some(subscriber) = &mut self.subscribers[at] {
                subscriber.tick(now, sender);
            }
        }
        self.tick_handshakes(now, sender);
        if self.demand_due <= now {
            self.demand_due = now + DEMAND_INTERVAL;
            self.share_bandwidth(now);
            self.weigh_demand(now);
        }
        if self.expiry_due <= now {
            self.expiry_due = now + EXPIRY_INTERVAL;
            self.expire(now);
        }
        self.tell();
    }

    /// Says goodbye to everyone.
    pub(super) fn close(&mut self, now: Instant, sender: &mut Sender) {
        for at in 0..self.members.len() {
            for side in [Side::Publish, Side::Subscribe] {
                if let Some(link) = self.link(Seat(at), side) {
                    link.close(now, sender);
                }
            }
        }
    }

    /// Nobody is here: the worker may sleep longer.
    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Whether a connection has proved itself from there.
    pub(super) fn knows(&self, remote: &Remote) -> bool {
        self.by_address.contains_key(remote)
    }

    /// A TCP connection ended: its participant may come another way.
    pub(super) fn give_up(&mut self, remote: Remote) {
        let Some((seat, side)) = self.by_address.remove(&remote) else { return };
        if let Some(link) = self.link(seat, side) {
            link.ice.give_up(remote);
        }
    }

    fn receive_stun(&mut self, now: Instant, datagram: &Datagram<'_>, sender: &mut Sender) {
        let Some(ufrag) = ice::local_ufrag(datagram.bytes) else { return };
        let Some(&(seat, side)) = self.by_ufrag.get(&ufrag) else { return };
        let identity = self.identity.clone();
        let Some(link) = self.link(seat, side) else { return };
        let path = Path { to: datagram.from, from: datagram.to };
        let Some(outcome) = link.receive_stun(now, datagram.bytes, path, identity.provider().crypto(), sender) else {
            return;
        };
        self.learn(seat, side, outcome);
    }

    fn learn(&mut self, seat: Seat, side: Side, outcome: Outcome) {
        if let Some(address) = outcome.learned {
            self.by_address.insert(address, (seat, side));
        }
        if let Some(address) = outcome.forgotten {
            self.forget_address(seat, side, address);
        }
        if let Some(ufrag) = outcome.retired {
            self.by_ufrag.remove(&ufrag);
        }
    }

    fn forget_address(&mut self, seat: Seat, side: Side, address: Remote) {
        // Another connection may have proved itself from there since.
        if self.by_address.get(&address) == Some(&(seat, side)) {
            self.by_address.remove(&address);
        }
    }

    fn receive_dtls(&mut self, now: Instant, datagram: &Datagram<'_>, sender: &mut Sender) {
        let Some(&(seat, side)) = self.by_address.get(&datagram.from) else { return };
        let identity = self.identity.clone();
        let Some(link) = self.link(seat, side) else { return };
        let before = link.state();
        link.receive_dtls(now, datagram.bytes, &identity, sender);
        let is_connected = before != ConnState::Connected && link.state() == ConnState::Connected;
        if is_connected && side == Side::Subscribe {
            self.begin_slots(now, seat, sender);
        }
    }

    fn receive_rtp(&mut self, now: Instant, datagram: Datagram<'_>) {
        let Some(&(seat, Side::Publish)) = self.by_address.get(&datagram.from) else { return };
        let Some(publisher) = &mut self.publishers[seat.0] else { return };
        if let Some(arrived) = publisher.receive_rtp(now, datagram.arrival, datagram.bytes) {
            self.fresh.push((seat, arrived));
        }
    }

    fn receive_control(&mut self, now: Instant, datagram: Datagram<'_>, sender: &mut Sender) {
        match self.by_address.get(&datagram.from) {
            Some(&(seat, Side::Publish)) => self.receive_reports(now, seat, datagram.bytes, sender),
            Some(&(seat, Side::Subscribe)) => self.receive_wishes(now, seat, datagram.bytes, sender),
            None => {}
        }
    }

    /// A publisher's clocks go on to everyone who sees it.
    fn receive_reports(&mut self, now: Instant, seat: Seat, packet: &mut [u8], sender: &mut Sender) {
        let Some(publisher) = &mut self.publishers[seat.0] else { return };
        let subscribers = &mut self.subscribers;
        publisher.receive_control(now, packet, |track, layer, ntp, rtp| {
            for &(viewer, slot) in &track.viewers {
                let Some(subscriber) = &mut subscribers[viewer.0] else { continue };
                let slot = &subscriber.slots[slot];
                subscriber.link.send_control(sender, |out| slot.write_report(out, layer.stream, ntp, rtp));
            }
        });
    }

    fn receive_wishes(&mut self, now: Instant, seat: Seat, packet: &mut [u8], sender: &mut Sender) {
        let Some(subscriber) = &mut self.subscribers[seat.0] else { return };
        let mut wishes = Vec::new();
        subscriber.receive_control(now, packet, |wish| wishes.push(wish));
        for wish in wishes {
            match wish {
                Wish::KeyFrame { slot, source } => {
                    let slot = &subscriber.slots[slot];
                    let Some(layer) = fanout::shown_layer(&mut self.publishers, slot, now) else { continue };
                    layer.key_frames.want();
                    if let Some(publisher) = &mut self.publishers[source.seat.0] {
                        publisher.ask_for_key_frames(now, sender);
                    }
                }
                Wish::Repair { slot, source, sequence } => {
                    let Some(publisher) = &self.publishers[source.seat.0] else { continue };
                    let Some(track) = publisher.tracks.get(source.track) else { continue };
                    let Subscriber { link, bandwidth, slots, .. } = subscriber;
                    let Some(mut exit) = Exit::of(now, link, bandwidth, sender) else { continue };
                    slots[slot].repair(sequence, &track.layers, &mut exit);
                }
            }
        }
    }

    fn tick_handshakes(&mut self, now: Instant, sender: &mut Sender) {
        let publish = self.publishers.iter_mut().flatten().map(|publisher| &mut publisher.link);
        let subscribe = self.subscribers.iter_mut().flatten().map(|subscriber| &mut subscriber.link);
        for link in publish.chain(subscribe) {
            link.tick(now, sender);
        }
    }

    fn expire(&mut self, now: Instant) {
        for at in 0..self.members.len() {
            for side in [Side::Publish, Side::Subscribe] {
                let Some(link) = self.link(Seat(at), side) else { continue };
                let Some(addresses) = link.expire(now) else { continue };
                let addresses: Vec<_> = addresses.collect();
                for address in addresses {
                    self.forget_address(Seat(at), side, address);
                }
            }
        }
    }

    fn link(&mut self, seat: Seat, side: Side) -> Option<&mut Link> {
        match side {
            Side::Publish => self.publishers.get_mut(seat.0)?.as_mut().map(|publisher| &mut publisher.link),
            Side::Subscribe => self.subscribers.get_mut(seat.0)?.as_mut().map(|subscriber| &mut subscriber.link),
        }
    }
}

const EXPIRY_INTERVAL: Duration = Duration::from_secs(1);
/// A tenth of a second more until a picture gets sharp is not seen.
const DEMAND_INTERVAL: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use proptest::prelude::*;
    use rand::SeedableRng;
    use tokio::sync::mpsc;
    use uuid::Uuid;

    use super::*;
    use crate::media::sdp::PublishOffer;
    use crate::media::{SlotPlan, udp};

    const BROWSER: &str = "192.0.2.1:5000";

    /// A router with one participant whose publish connection knows the browser's address.
    fn router() -> (Router, Sender) {
        let now = Instant::now();
        let identity = Arc::new(Identity::generate().unwrap());
        let mut router = Router::new(now, identity, Arc::new([]), false, StdRng::seed_from_u64(1));
        let mut sender = Sender::new(udp::open("127.0.0.1:0".parse().unwrap()).unwrap()).unwrap();
        let offer = PublishOffer::read(include_str!("sdp/testdata/chromium_publish_offer.sdp")).unwrap();
        let who = (RoomId(Uuid::nil()), PeerId(Uuid::nil()));
        let (events, _) = mpsc::channel(1);
        let answer =
            router.join(now, who, offer, SlotPlan { audio: 1, video: 1, most: 1 }, events).unwrap().publish_answer;
        let field = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        let mut request = ice::browser::request(&field("a=ice-ufrag:"), &field("a=ice-pwd:"));
        router.receive(now, datagram(&mut request), &mut sender);
        assert_eq!(router.by_address.len(), 1);
        (router, sender)
    }

    fn datagram(bytes: &mut [u8]) -> Datagram<'_> {
        Datagram {
            bytes,
            from: BROWSER.parse::<SocketAddr>().unwrap().into(),
            to: None,
            arrival: Duration::from_secs(1),
        }
    }

    #[test]
    fn who_left_leaves_nothing_behind() {
        let (mut router, mut sender) = router();
        router.leave(Instant::now(), RoomId(Uuid::nil()), PeerId(Uuid::nil()), &mut sender);
        assert!(router.is_empty() && router.by_address.is_empty() && router.by_ufrag.is_empty());
        assert!(router.rooms.is_empty() && router.publishers.iter().all(Option::is_none));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_authenticated_browser_cannot_make_it_panic(
            datagrams in proptest::collection::vec(
                (prop_oneof![Just(0_u8), 20_u8..=25, Just(0x80), Just(0x90)], proptest::collection::vec(any::<u8>(), 0..120)),
                1..60,
            ),
        ) {
            let (mut router, mut sender) = router();
            for (first, mut bytes) in datagrams {
                bytes.insert(0, first);
                if first < 64 && bytes.len() > 13 {
                    // A DTLS record whose head is right.
                    let len = (bytes.len() - 13) as u16;
                    bytes[1..11].copy_from_slice(&[0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0]);
                    bytes[11..13].copy_from_slice(&len.to_be_bytes());
                }
                router.receive(Instant::now(), datagram(&mut bytes), &mut sender);
                router.fan_out(Instant::now(), &mut sender);
                router.tick(Instant::now(), &mut sender);
                sender.flush();
            }
        }
    }
}
