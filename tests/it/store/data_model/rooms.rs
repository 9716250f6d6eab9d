//! The rules of rooms and of what is said in them.

use std::collections::HashSet;

use glossa::config::DatabaseUrl;
use glossa::room_code::RoomCode;
use glossa::store::{Store, StoreError};
use serde_json::json;

use crate::server::Server;
use crate::store::given::{at, call, participant, room, transcript, user};
use crate::store::harness::{on_each_database, on_each_url};

#[tokio::test]
async fn codes_are_drawn_and_have_nine_characters() {
    on_each_url(async |url| {
        let server = Server::start_with(|config| config.database_url = Some(DatabaseUrl::new(url.as_str()))).await;
        let mut admin = server.admin().await;
        let mut codes = HashSet::new();
        for _ in 0..20 {
            let room = admin.post("/api/v1/rooms", json!({})).await.expect(201);
            let code = room["code"].as_str().unwrap().to_owned();
            assert_eq!(code.chars().count(), 9);
            assert!(RoomCode::parse(&code).is_some());
            codes.insert(code);
        }
        assert_eq!(codes.len(), 20);
        server.end().await;
    })
    .await;
}

#[tokio::test]
async fn codes_are_unique() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        room(&store, &anna, "abcdefghj").await;
        let second = store.create_room(anna.id, "abcdefghj", None, at(1)).await;
        assert!(matches!(second, Err(StoreError::CodeTaken)), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn a_room_goes_with_its_owner() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        room(&store, &anna, "abcdefghj").await;
        store.delete_user(anna.id).await.unwrap();
        assert_eq!(store.room_by_code("abcdefghj").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_room_has_many_transcripts() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 0).await;
        let her = participant(&store, &call, Some(&anna), "anna").await;
        let lines = ["ONE", "TWO", "THREE"].map(|text| transcript(&call, Some(&anna), her, text));
        store.save_transcripts(lines.to_vec()).await.unwrap();
        assert_eq!(store.call_record(call.id, anna.id).await.unwrap().unwrap().transcript.len(), 3);
    })
    .await;
}
