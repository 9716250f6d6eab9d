//! What a forwarded packet costs: one publisher, a hundred subscribers, against a bare loop.
//!
//! Both run at the same time and get their bursts in turn, so that both meet the same machine: the
//! media plane with real clients (ICE, DTLS, SRTP, feedback), and a thread that only opens, rewrites,
//! seals and sends. Counted is the processor time of the two threads alone.

mod bare;
mod thread_time;

use std::time::{Duration, Instant};

use bytes::Bytes;
use glossa::{
    media::{JoinRequest, Joined, MediaConfig, PeerId, Plane, RoomId, SlotPlan},
    participant::{Publication, Route, Sending, Subscription},
};
use tokio::{sync::mpsc, time::sleep};
use uuid::Uuid;

use crate::report::{Goal, report};
use bare::Bare;
use thread_time::thread_time;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let config = MediaConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        public: None,
        workers: 1,
        shares_tcp: false,
        near_only: false,
    };
    let plane = Plane::start(config).expect("a media plane");
    let room = RoomId(Uuid::now_v7());
    let (publication, _) = enter(&plane, room, Sending { audio: false, video: true }, 0).await;
    let mut viewers = Vec::new();
    for _ in 0..SUBSCRIBERS {
        viewers.push(enter(&plane, room, Sending { audio: true, video: false }, 1).await);
    }
    let subscriptions: Vec<_> = viewers.iter().filter_map(|(_, subscription)| subscription.as_ref()).collect();
    publication.connected_within(PATIENCE).await.expect("the publisher connects");
    for subscription in &subscriptions {
        tokio::time::timeout(PATIENCE, subscription.connected()).await.expect("a subscriber connects");
    }
    let mut bare = Bare::start(SUBSCRIBERS).await;

    let delivered =
        || subscriptions.iter().flat_map(|one| one.received().borrow().clone()).map(|one| one.packets).sum();
    let mut sending = Bursts::default();
    sending.run(WARM_UP, &publication, &mut bare).await;
    let before: (u64, u64, Duration, Duration) =
        (delivered(), bare.delivered(), thread_time(MEDIA_THREAD), thread_time(bare::THREAD));
    sending.run(MEASURED, &publication, &mut bare).await;
    sleep(Duration::from_millis(200)).await;
    let (packets, bare_packets) = (delivered() - before.0, bare.delivered() - before.1);
    let ours = thread_time(MEDIA_THREAD) - before.2;
    let floor = thread_time(bare::THREAD) - before.3;
    plane.stop();

    let each = |time: Duration, packets: u64| time.as_secs_f64() * 1e6 / packets.max(1) as f64;
    let (ours, floor) = (each(ours, packets), each(floor, bare_packets));
    println!("{packets} packets delivered to real clients, {bare_packets} by the bare loop");
    report("forwarding 1 to 100 at 1.44 Mbit/s, per packet", ours, "us", None);
    report("bare decrypt, rewrite, encrypt, GSO loop, per packet", floor, "us", None);
    report("forwarding, ratio to the bare loop", ours / floor, "x", Some(Goal::AtMost(1.5)));
}

/// Joins a room with real connections; subscribes only where there is something to see.
async fn enter(plane: &Plane, room: RoomId, sending: Sending, video: usize) -> (Publication, Option<Subscription>) {
    let route = Route::default();
    let peer = PeerId(Uuid::now_v7());
    let (publication, offer) = Publication::offer(sending, &route).await.expect("an offer");
    // Nobody reads what the plane says of connections: what counts is what arrives.
    let (events, mut unread) = mpsc::channel(64);
    tokio::spawn(async move { while unread.recv().await.is_some() {} });
    let slots = SlotPlan { audio: 0, video, most: video };
    let Joined { publish_answer, subscribe_offer } =
        plane.join(JoinRequest { room, peer, offer, slots, events }).await.expect("a place in the room");
    publication.accept(publish_answer, &route).await.expect("an answer that fits");
    if video == 0 {
        return (publication, None);
    }
    let (subscription, answer) = Subscription::answer(subscribe_offer, &route).await.expect("an offer that fits");
    plane.subscribe_answer(room, peer, answer).await.expect("an answer that is taken");
    (publication, Some(subscription))
}

/// Frames of five packets, thirty a second, to the plane and to the bare loop in turn.
#[derive(Default)]
struct Bursts {
    frame: u32,
}

impl Bursts {
    async fn run(&mut self, time: Duration, publication: &Publication, bare: &mut Bare) {
        let end = Instant::now() + time;
        let mut tick = tokio::time::interval(FRAME / 2);
        while Instant::now() < end {
            tick.tick().await;
            for packet in 0..PACKETS {
                let sequence = (self.frame * PACKETS + packet) as u16;
                let payload = if packet == 0 { Bytes::from_static(&START) } else { Bytes::from_static(&REST) };
                publication.send_video(sequence, self.frame.wrapping_mul(3_000), packet == PACKETS - 1, payload);
            }
            tick.tick().await;
            bare.burst(self.frame, PACKETS, &REST);
            self.frame += 1;
        }
    }
}

const SUBSCRIBERS: usize = 100;
const FRAME: Duration = Duration::from_nanos(33_333_333);
const PACKETS: u32 = 5;
const MEDIA_THREAD: &str = "media-0";
const PATIENCE: Duration = Duration::from_secs(60);
const WARM_UP: Duration = Duration::from_secs(3);
const MEASURED: Duration = Duration::from_secs(15);
/// With a header a packet has 1,200 bytes: 150 of them a second are 1.44 Mbit/s.
const PAYLOAD: usize = 1_188;
/// The VP8 payload descriptor of a frame's first packet, then the tag of a key frame.
const START: [u8; PAYLOAD] = {
    let mut payload = [0x55; PAYLOAD];
    payload[0] = 0x10;
    payload[1] = 0x10;
    payload
};
/// The descriptor of a packet that goes on.
const REST: [u8; PAYLOAD] = {
    let mut payload = [0x55; PAYLOAD];
    payload[0] = 0x00;
    payload
};
