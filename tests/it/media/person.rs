//! A native client that sends made-up media.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glossa::media::{JoinRequest, MediaEvent, PeerId, Plane, RoomId, SlotPlan};
use glossa::participant::{Publication, Route, Sending, Subscription};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::is_connected;

/// Bytes of each made-up frame, without the payload descriptors.
pub(crate) const FRAME_LEN: usize = PACKETS * 900;

pub(crate) struct Person {
    pub peer: PeerId,
    publication: Arc<Publication>,
    subscription: Subscription,
    events: mpsc::Receiver<MediaEvent>,
    playing: JoinHandle<()>,
}

impl Person {
    pub(crate) async fn join(plane: &Plane, room: RoomId, route: &Route) -> Self {
        Self::join_with(SlotPlan { audio: 3, video: 3, most: 3 }, plane, room, route).await
    }

    pub(crate) async fn join_with(slots: SlotPlan, plane: &Plane, room: RoomId, route: &Route) -> Self {
        let peer = PeerId(Uuid::new_v4());
        let (publication, offer) = Publication::offer(Sending { audio: true, video: true }, route).await.unwrap();
        let (sender, events) = mpsc::channel(16);
        let joined = plane.join(JoinRequest { room, peer, offer, slots, events: sender }).await.unwrap();
        publication.accept(joined.publish_answer, route).await.unwrap();
        let (subscription, answer) = Subscription::answer(joined.subscribe_offer, route).await.unwrap();
        plane.subscribe_answer(room, peer, answer).await.unwrap();
        let publication = Arc::new(publication);
        let playing = tokio::spawn(play(publication.clone()));
        Self { peer, publication, subscription, events, playing }
    }

    /// Waits until both connections are up.
    pub(crate) async fn connects_within(&mut self, patience: Duration) {
        self.waits_within(patience, is_connected).await;
    }

    /// Waits until media says that somebody has no slot, then takes more.
    pub(crate) async fn takes_more_slots_within(
        &mut self,
        patience: Duration,
        plane: &Plane,
        room: RoomId,
        route: &Route,
    ) {
        self.waits_within(patience, |event| matches!(event, MediaEvent::Slots { is_short: true, .. })).await;
        let offer = plane.more_slots(room, self.peer).await.unwrap();
        let answer = self.subscription.answer_again(offer, route).await.unwrap();
        plane.subscribe_answer(room, self.peer, answer).await.unwrap();
    }

    /// How many tracks of pictures something has come in on.
    pub(crate) fn pictures(&self) -> usize {
        self.subscription.received().borrow().iter().filter(|track| track.video && track.packets > 0).count()
    }

    /// Waits until the slots show exactly these people.
    pub(crate) async fn shows_within(&mut self, patience: Duration, people: &[PeerId]) {
        self.waits_within(patience, |event| {
            let MediaEvent::Slots { table, .. } = event else { return false };
            let mut shown: Vec<_> = table.iter().filter_map(|entry| entry.source).collect();
            shown.sort_unstable();
            shown.dedup();
            shown == people
        })
        .await;
    }

    /// Waits until the pictures of so many are held back, as the network does not take them.
    pub(crate) async fn lacks_within(&mut self, patience: Duration, paused: usize) {
        self.waits_within(patience, |event| {
            let MediaEvent::Slots { table, .. } = event else { return false };
            table.iter().filter(|entry| entry.is_paused).count() == paused
        })
        .await;
    }

    /// Waits until new pictures and new sound come in.
    pub(crate) async fn sees_within(&mut self, patience: Duration) {
        let received = self.subscription.received();
        let count = |video| {
            let received = received.borrow();
            received.iter().filter(|track| track.video == video).map(|track| track.packets).sum::<u64>()
        };
        let before = [count(true), count(false)];
        let flows = async {
            while count(true) < before[0] + 60 || count(false) < before[1] + 20 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let result = tokio::time::timeout(patience, flows).await;
        assert!(result.is_ok(), "{before:?}, then {:?}", [count(true), count(false)]);
    }

    /// How many packets of pictures and of sound come in within a while.
    pub(crate) async fn receives_in(&self, time: Duration) -> (u64, u64) {
        let received = self.subscription.received();
        let count = |video| {
            let received = received.borrow();
            received.iter().filter(|track| track.video == video).map(|track| track.packets).sum::<u64>()
        };
        let before = (count(true), count(false));
        tokio::time::sleep(time).await;
        (count(true) - before.0, count(false) - before.1)
    }

    /// How many packets of pictures come in within a while, and their size on average, in bytes.
    pub(crate) async fn pictures_in(&self, time: Duration) -> (u64, u64) {
        let received = self.subscription.received();
        let count = || {
            let received = received.borrow();
            let pictures = received.iter().filter(|track| track.video);
            pictures.fold((0, 0), |sum, track| (sum.0 + track.packets, sum.1 + track.bytes))
        };
        let before = count();
        tokio::time::sleep(time).await;
        let (packets, bytes) = count();
        (packets - before.0, (bytes - before.1) / (packets - before.0).max(1))
    }

    pub(crate) async fn close(self) {
        self.playing.abort();
        self.publication.close().await;
        self.subscription.close().await;
    }

    async fn waits_within(&mut self, patience: Duration, mut is_it: impl FnMut(&MediaEvent) -> bool) {
        let wait = async {
            while let Some(event) = self.events.recv().await {
                if is_it(&event) {
                    return;
                }
            }
            panic!("the events ended");
        };
        tokio::time::timeout(patience, wait).await.expect("it never happened");
    }
}

/// 30 pictures a second, a key frame every second; 50 packets of sound a second.
async fn play(publication: Arc<Publication>) {
    publication.connected().await;
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let (mut video, mut audio) = (65_000_u16, 65_500_u16);
    let mut pictures = 0_u32;
    for tick in 0_u32.. {
        ticks.tick().await;
        publication.send_audio(audio, tick * 960, Bytes::from_static(&[0xf8, 0xff, 0xfe]));
        audio = audio.wrapping_add(1);
        if tick * 20 < pictures * 1_000 / 30 {
            continue;
        }
        for part in 0..PACKETS {
            let payload = packet(pictures.is_multiple_of(30), part, pictures as u16);
            publication.send_video(video, pictures * 3_000, part + 1 == PACKETS, payload);
            video = video.wrapping_add(1);
        }
        pictures += 1;
    }
}

fn packet(key: bool, part: usize, picture: u16) -> Bytes {
    let mut payload = vec![if part == 0 { 0x90 } else { 0x80 }, 0x80];
    payload.extend((picture & 0x7fff | 0x8000).to_be_bytes());
    let head = payload.len();
    payload.resize(head + 900, 7);
    if part == 0 {
        payload[head..head + 10].copy_from_slice(&[u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a, 64, 1, 240, 0]);
    }
    payload.into()
}

const PACKETS: usize = 4;
