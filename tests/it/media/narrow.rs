//! A viewer whose network takes less than everything, over real connections.

use std::time::Duration;

use glossa::media::{RoomId, SlotPlan};
use glossa::participant::Route;
use uuid::Uuid;

use super::person::Person;
use super::plane;
use super::relay::Relay;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_network_does_not_take_is_paused_with_one_picture_going_on_and_comes_back() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let relay = Relay::to(plane.local_addr());
    let ann = Person::join(&plane, room, &Route::default()).await;
    let ben = Person::join(&plane, room, &Route::default()).await;
    let route = Route { via: Some(relay.address()), ..Route::default() };
    let plan = SlotPlan { audio: 3, video: 3, most: 3 };
    let mut cleo = Person::join_with(plan, &plane, room, &route).await;
    sees(&cleo, 2).await;

    // Each of the two sends 0.9 Mbit/s.
    relay.narrow_to(1_300_000);
    cleo.lacks_within(PATIENCE, 1).await;
    sees(&cleo, 1).await;
    let (_, sound) = cleo.receives_in(Duration::from_secs(2)).await;
    assert!(sound > 100, "all sound goes on: {sound} packets of two in two seconds");

    relay.narrow_to(0);
    cleo.lacks_within(PATIENCE, 0).await;
    sees(&cleo, 2).await;
    for person in [ann, ben, cleo] {
        person.close().await;
    }
    plane.stop();
}

/// Waits until the pictures of so many keep coming.
async fn sees(viewer: &Person, people: u64) {
    // 120 packets a second of each.
    let enough = people * 100..people * 100 + 80;
    let patience = async { while !enough.contains(&viewer.receives_in(Duration::from_secs(1)).await.0) {} };
    tokio::time::timeout(PATIENCE, patience).await.unwrap_or_else(|_| panic!("never the pictures of {people}"));
}

const PATIENCE: Duration = Duration::from_secs(40);
