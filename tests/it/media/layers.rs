//! A camera that comes in three sizes, over real connections.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glossa::media::{JoinRequest, MediaEvent, PeerId, Plane, RoomId, SlotPlan, Tile};
use glossa::participant::{Publication, Route};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::person::Person;
use super::plane;

/// Names, heights in lines, and sizes of packets, by which layers are told apart where they arrive.
const LAYERS: [(&str, u16, usize); 3] = [("q", 180, 300), ("h", 360, 600), ("f", 720, 900)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_viewer_gets_the_layer_that_fills_the_tile_and_what_nobody_sees_stops() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Camera::join(&plane, room).await;
    let camera = ann.peer;
    let shows = async |viewer: &Person, height| {
        plane.set_tiles(room, viewer.peer, HashMap::from([(camera, Tile::of_height(height))])).await.unwrap();
    };
    // A place for one, which is for who came first.
    let one = SlotPlan { audio: 1, video: 1, most: 1 };
    let ben = Person::join_with(one, &plane, room, &Route::default()).await;
    gets(&ben, 900).await;
    ann.is_told(&["f"]).await;

    shows(&ben, 200).await;
    ann.is_told(&["q", "f"]).await;
    gets(&ben, 300).await;
    ann.is_told(&["q"]).await;

    let cleo = Person::join_with(one, &plane, room, &Route::default()).await;
    shows(&cleo, 450).await;
    ann.is_told(&["q", "h"]).await;
    gets(&cleo, 600).await;
    gets(&ben, 300).await;

    shows(&ben, 0).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(ben.pictures_in(Duration::from_millis(500)).await.0, 0, "nothing is sent out of sight");
    ann.is_told(&["h"]).await;
    shows(&ben, 1_000).await;
    ann.is_told(&["h", "f"]).await;
    gets(&ben, 900).await;

    plane.leave(room, ben.peer).await;
    plane.leave(room, cleo.peer).await;
    ann.is_told(&["q"]).await;
    ann.close().await;
    ben.close().await;
    cleo.close().await;
    plane.stop();
}

/// Waits until the only pictures that somebody gets come in packets of this size, and keep coming.
async fn gets(viewer: &Person, size: u64) {
    let patience = async {
        while !matches!(viewer.pictures_in(Duration::from_millis(500)).await, (10.., mean) if mean == size + HEAD) {}
    };
    tokio::time::timeout(PATIENCE, patience).await.unwrap_or_else(|_| panic!("no packets of {size} bytes"));
}

/// A sender that does as it is told.
struct Camera {
    peer: PeerId,
    publication: Arc<Publication>,
    events: mpsc::Receiver<MediaEvent>,
    on: watch::Sender<Vec<String>>,
    playing: JoinHandle<()>,
}

impl Camera {
    async fn join(plane: &Plane, room: RoomId) -> Self {
        let (peer, route) = (PeerId(Uuid::new_v4()), Route::default());
        let rids = LAYERS.map(|(rid, ..)| rid);
        let (publication, offer) = Publication::offer_layers(&rids, &route).await.unwrap();
        let (sender, events) = mpsc::channel(16);
        let slots = SlotPlan { audio: 0, video: 0, most: 0 };
        let joined = plane.join(JoinRequest { room, peer, offer, slots, events: sender }).await.unwrap();
        publication.accept(joined.publish_answer, &route).await.unwrap();
        let publication = Arc::new(publication);
        let (on, obeyed) = watch::channel(rids.map(str::to_owned).to_vec());
        let playing = tokio::spawn(play(publication.clone(), obeyed));
        Self { peer, publication, events, on, playing }
    }

    /// Does what it is told until it is told to send exactly these.
    async fn is_told(&mut self, expected: &[&str]) {
        let told = async {
            while *self.on.borrow() != expected {
                match self.events.recv().await.expect("the plane goes on") {
                    MediaEvent::Layers { on, .. } => self.on.send_replace(on),
                    _ => continue,
                };
            }
        };
        let result = tokio::time::timeout(PATIENCE, told).await;
        assert!(result.is_ok(), "{:?} instead of {expected:?}", self.on.borrow());
    }

    async fn close(self) {
        self.playing.abort();
        self.publication.close().await;
    }
}

/// 30 pictures a second of one packet each, every tenth of them a key frame, in each layer that is on.
async fn play(publication: Arc<Publication>, on: watch::Receiver<Vec<String>>) {
    publication.connected().await;
    let mut ticks = tokio::time::interval(Duration::from_millis(33));
    let mut sequences = [65_500_u16, 100, 30_000];
    for picture in 0_u32.. {
        ticks.tick().await;
        for (layer, (rid, height, size)) in LAYERS.into_iter().enumerate() {
            if !on.borrow().iter().any(|on| on == rid) {
                continue;
            }
            let payload = packet(picture.is_multiple_of(10), picture as u16, height, size);
            publication.send_layer(layer, sequences[layer], picture * 3_000, true, payload);
            sequences[layer] = sequences[layer].wrapping_add(1);
        }
    }
}

fn packet(key: bool, picture: u16, height: u16, size: usize) -> Bytes {
    let mut payload = vec![0x90, 0x80];
    payload.extend((picture & 0x7fff | 0x8000).to_be_bytes());
    payload.extend([u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a, 64, 1]);
    payload.extend(height.to_le_bytes());
    payload.resize(HEAD as usize + size, 7);
    payload.into()
}

/// Bytes of the payload descriptor.
const HEAD: u64 = 4;
const PATIENCE: Duration = Duration::from_secs(15);
