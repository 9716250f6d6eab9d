//! Calls: when they begin, when they end.

use glossa::store::{Store, StoreError};

use super::given::{all, at, call, participant, room, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_room_has_one_open_call_at_a_time() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (here, there) = (room(&store, &anna, "abcdefghj").await, room(&store, &anna, "jhgfedcba").await);
        let first = call(&store, &here, 10).await;
        assert_eq!((first.room, first.started, first.ended), (here.id, at(10), None));
        assert!(matches!(store.begin_call(here.id, at(11)).await, Err(StoreError::CallOpen)));
        call(&store, &there, 12).await;
        store.end_call(first.id, at(40)).await.unwrap();
        let second = call(&store, &here, 50).await;
        assert_ne!(first.id, second.id);
    })
    .await;
}

#[tokio::test]
async fn an_ended_call_stays_ended_and_nobody_is_left_in_it() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        store.participant_left(me, at(30)).await.unwrap();
        store.participant_left(me, at(35)).await.unwrap();
        store.end_call(call.id, at(60)).await.unwrap();
        store.end_call(call.id, at(70)).await.unwrap();
        let seen = store.calls_of_room(room.id, anna.id, all()).await.unwrap().items;
        assert_eq!(seen.iter().map(|call| call.ended).collect::<Vec<_>>(), [Some(at(60))]);
    })
    .await;
}

#[tokio::test]
async fn calls_that_a_crash_left_open_are_closed_at_the_next_start() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (here, there) = (room(&store, &anna, "abcdefghj").await, room(&store, &anna, "jhgfedcba").await);
        let over = call(&store, &here, 1).await;
        store.end_call(over.id, at(5)).await.unwrap();
        for room in [&here, &there] {
            let call = call(&store, room, 10).await;
            participant(&store, &call, Some(&anna), "anna").await;
        }
        assert_eq!(store.close_open_calls(at(90)).await.unwrap(), 2);
        assert_eq!(store.close_open_calls(at(95)).await.unwrap(), 0);
        let seen = store.calls_of_room(here.id, anna.id, all()).await.unwrap().items;
        assert_eq!(seen.iter().map(|call| call.ended).collect::<Vec<_>>(), [Some(at(90))]);
        call(&store, &here, 100).await;
    })
    .await;
}
