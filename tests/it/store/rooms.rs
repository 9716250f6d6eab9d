//! Rooms: codes, owners, visitors.

use glossa::store::{Store, StoreError};
use uuid::Uuid;

use super::given::{all, at, call, participant, room, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_room_is_found_by_its_code_with_its_owner() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "Anna").await;
        let made = store.create_room(anna.id, "abcdefghj", Some("Spelling".to_owned()), at(5)).await.unwrap();
        assert_eq!(store.room_by_code("abcdefghj").await.unwrap(), Some(made.clone()));
        assert_eq!((made.owner, made.owner_name.as_str(), made.created_at), (anna.id, "Anna", at(5)));
        assert_eq!(made.title.as_deref(), Some("Spelling"));
        assert_eq!(store.room_by_code("jhgfedcba").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_given_once() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        room(&store, &anna, "abcdefghj").await;
        let again = store.create_room(bert.id, "abcdefghj", None, at(1)).await;
        assert!(matches!(again, Err(StoreError::CodeTaken)));
        assert!(store.rooms_of(bert.id, all()).await.unwrap().items.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_room_of_nobody_is_refused() {
    on_each_database(async |store: Store| {
        let made = store.create_room(Uuid::now_v7(), "abcdefghj", None, at(1)).await;
        assert!(matches!(made, Err(StoreError::Gone)));
    })
    .await;
}

#[tokio::test]
async fn my_rooms_are_those_i_made_or_have_been_in_newest_first() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        for (owner, code, made) in
            [(&anna, "older-one", 1), (&bert, "berts-own", 2), (&bert, "unvisited", 3), (&anna, "newer-one", 4)]
        {
            store.create_room(owner.id, code, None, at(made)).await.unwrap();
        }
        let visited = store.room_by_code("berts-own").await.unwrap().unwrap();
        let call = call(&store, &visited, 9).await;
        participant(&store, &call, Some(&anna), "anna").await;
        participant(&store, &call, Some(&anna), "anna").await;
        let mine: Vec<String> =
            store.rooms_of(anna.id, all()).await.unwrap().items.into_iter().map(|room| room.code).collect();
        assert_eq!(mine, ["newer-one", "berts-own", "older-one"]);
    })
    .await;
}
