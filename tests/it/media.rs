//! The media plane with real clients, without signalling.

mod layers;
mod narrow;
mod person;
mod relay;
mod tcp;

use std::net::{SocketAddr, UdpSocket};
use std::sync::mpsc;
use std::time::Duration;

use glossa::media::{ConnState, MediaConfig, MediaEvent, MediaKind, Plane, RoomId, SlotPlan};
use glossa::participant::Route;
use glossa::video::{EncodedFrame, FrameSink, Offer};
use person::Person;
use relay::Relay;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_participants_see_and_hear_each_other_over_ipv4_and_ipv6() {
    for (listen, bind) in [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "::1")] {
        let plane = plane(listen);
        let route = Route { bind: bind.parse().unwrap(), via: None };
        let room = RoomId(Uuid::new_v4());
        let mut ann = Person::join(&plane, room, &route).await;
        let mut ben = Person::join(&plane, room, &route).await;
        for person in [&mut ann, &mut ben] {
            person.sees_within(Duration::from_secs(10)).await;
        }
        ann.close().await;
        ben.close().await;
        plane.stop();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_from_a_socket_that_listens_everywhere_comes_from_the_address_asked() {
    let plane = Plane::start(MediaConfig {
        listen: "0.0.0.0:0".parse().unwrap(),
        public: Some("127.0.0.1".parse().unwrap()),
        workers: 1,
        shares_tcp: false,
        near_only: false,
    })
    .unwrap();
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    ann.connects_within(Duration::from_secs(10)).await;
    ann.close().await;
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_frees_the_slots() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    let ben = Person::join(&plane, room, &Route::default()).await;
    ann.shows_within(Duration::from_secs(5), &[ben.peer]).await;
    plane.leave(room, ben.peer).await;
    ann.shows_within(Duration::from_secs(5), &[]).await;
    let cleo = Person::join(&plane, room, &Route::default()).await;
    ann.shows_within(Duration::from_secs(5), &[cleo.peer]).await;
    for person in [ann, ben, cleo] {
        person.close().await;
    }
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_too_few_slots_gets_more_and_goes_on_seeing() {
    let (patience, route) = (Duration::from_secs(10), Route::default());
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let few = SlotPlan { audio: 1, video: 1, most: 3 };
    let mut ann = Person::join_with(few, &plane, room, &route).await;
    let ben = Person::join(&plane, room, &route).await;
    ann.sees_within(patience).await;
    let cleo = Person::join(&plane, room, &route).await;
    ann.takes_more_slots_within(patience, &plane, room, &route).await;
    let mut both = [ben.peer, cleo.peer];
    both.sort_unstable();
    ann.shows_within(patience, &both).await;
    let shown = async {
        while ann.pictures() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(patience, shown).await.expect("pictures of both");
    for person in [ann, ben, cleo] {
        person.close().await;
    }
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tap_gets_whole_frames_from_a_key_frame_on_until_untapped() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    ann.connects_within(Duration::from_secs(10)).await;
    let (frames, tapped) = mpsc::sync_channel(1_000);
    plane.tap(room, ann.peer, Box::new(Frames(frames))).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    plane.untap(room, ann.peer).await;
    // The sink is gone: the channel ends.
    let frames: Vec<EncodedFrame> = tapped.iter().collect();
    assert!(frames.len() > 20, "{} frames", frames.len());
    assert!(frames[0].key);
    assert!(frames.windows(2).all(|pair| pair[0].at < pair[1].at));
    assert!(frames.iter().all(|frame| frame.data.len() == person::FRAME_LEN));
    ann.close().await;
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_reaches_nobody_until_it_is_let_go() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    let mut ben = Person::join(&plane, room, &Route::default()).await;
    ben.sees_within(Duration::from_secs(10)).await;
    let (frames, tapped) = mpsc::sync_channel(1_000);
    plane.tap(room, ann.peer, Box::new(Frames(frames))).await.unwrap();
    let (a_moment, a_while) = (Duration::from_millis(200), Duration::from_millis(500));

    plane.hold(room, ann.peer, MediaKind::Video, true).await;
    // What was on its way arrives.
    tokio::time::sleep(a_moment).await;
    while tapped.try_recv().is_ok() {}
    let (pictures, sound) = ben.receives_in(a_while).await;
    assert!(pictures == 0 && sound > 10, "{pictures} of pictures, {sound} of sound");
    assert!(tapped.try_recv().is_err(), "the tap gets nothing, either");
    plane.hold(room, ann.peer, MediaKind::Audio, true).await;
    ben.shows_within(Duration::from_secs(5), &[]).await;
    tokio::time::sleep(a_moment).await;
    assert_eq!(ben.receives_in(a_while).await, (0, 0));
    ann.sees_within(Duration::from_secs(5)).await;

    for kind in [MediaKind::Video, MediaKind::Audio] {
        plane.hold(room, ann.peer, kind, false).await;
    }
    ben.sees_within(Duration::from_secs(5)).await;
    assert!(tapped.try_recv().is_ok());
    plane.hold(room, glossa::media::PeerId(Uuid::new_v4()), MediaKind::Audio, true).await;
    ann.close().await;
    ben.close().await;
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_every_twentieth_datagram_lost_the_tap_still_gets_nearly_all_frames() {
    let plane = plane("127.0.0.1:0");
    let relay = Relay::to(plane.local_addr());
    let route = Route { via: Some(relay.address()), ..Route::default() };
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &route).await;
    ann.connects_within(Duration::from_secs(10)).await;
    relay.lose_every(20);
    let (frames, tapped) = mpsc::sync_channel(1_000);
    plane.tap(room, ann.peer, Box::new(Frames(frames))).await.unwrap();
    tokio::time::sleep(Duration::from_secs(4)).await;
    plane.untap(room, ann.peer).await;
    let frames = tapped.iter().count();
    // 120 were sent, and hardly one in five would be whole without repairs.
    assert!(frames > 60, "{frames} frames");
    ann.close().await;
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_address_in_mid_call_is_followed() {
    let plane = plane("127.0.0.1:0");
    let relay = Relay::to(plane.local_addr());
    let route = Route { via: Some(relay.address()), ..Route::default() };
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &route).await;
    let mut ben = Person::join(&plane, room, &Route::default()).await;
    ben.sees_within(Duration::from_secs(10)).await;
    relay.change_ports();
    ben.sees_within(Duration::from_secs(15)).await;
    ann.sees_within(Duration::from_secs(15)).await;
    ann.close().await;
    ben.close().await;
    plane.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_on_the_port_disturbs_nobody() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    let mut ben = Person::join(&plane, room, &Route::default()).await;
    let address = plane.local_addr();
    let noise = std::thread::spawn(move || garbage(address));
    ann.sees_within(Duration::from_secs(10)).await;
    noise.join().unwrap();
    ben.sees_within(Duration::from_secs(10)).await;
    ann.close().await;
    ben.close().await;
    plane.stop();
}

#[tokio::test]
async fn what_is_not_there_is_an_error_and_not_a_wait() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let peer = glossa::media::PeerId(Uuid::new_v4());
    assert!(plane.restart_subscribe(room, peer).await.is_err());
    assert!(plane.publish_offer(room, peer, "v=0".into()).await.is_err());
    plane.leave(room, peer).await;
    plane.untap(room, peer).await;
    plane.stop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(plane.restart_subscribe(room, peer).await.is_err());
    plane.leave(room, peer).await;
}

fn plane(listen: &str) -> Plane {
    Plane::start(MediaConfig {
        listen: listen.parse().unwrap(),
        public: None,
        workers: 1,
        shares_tcp: false,
        near_only: false,
    })
    .unwrap()
}

fn garbage(to: SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut state = 1_u32;
    for round in 0..20_000_u32 {
        let mut datagram = [0_u8; 96];
        for byte in &mut datagram {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        // Every protocol on the port gets its share.
        datagram[0] = [0, 22, 0x80, 0x90][round as usize % 4];
        let _ = socket.send_to(&datagram[..round as usize % 97], to);
    }
}

struct Frames(mpsc::SyncSender<EncodedFrame>);

impl FrameSink for Frames {
    fn offer(&mut self, frame: EncodedFrame) -> Offer {
        let _ = self.0.try_send(frame);
        Offer::Taken
    }
}

/// Whether an event says that both connections are up.
fn is_connected(event: &MediaEvent) -> bool {
    matches!(event, MediaEvent::State { publish: ConnState::Connected, subscribe: ConnState::Connected, .. })
}
