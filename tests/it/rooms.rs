//! Rooms are made, found, listed.

mod pages;
mod settings;

use glossa::store::{NewMessage, NewParticipant};
use serde_json::json;
use uuid::Uuid;

use crate::server::Server;

#[tokio::test]
async fn a_room_is_found_by_its_code_in_any_spelling() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let room = admin.post("/api/v1/rooms", json!({ "title": " Tuesday " })).await.expect(201);
    let code = room["code"].as_str().unwrap();
    assert_eq!(code.len(), 9);
    assert_eq!((&room["title"], &room["owner"], &room["is_mine"]), (&json!("Tuesday"), &json!("admin"), &json!(true)));
    let mut ana = server.user("ana").await;
    let spelled = format!("{}-{}-{}", &code[..3], &code[3..6], &code[6..]).to_uppercase();
    let found = ana.get(&format!("/api/v1/rooms/{spelled}")).await.expect(200);
    assert_eq!((&found["code"], &found["is_mine"], &found["present"]), (&room["code"], &json!(false), &json!(0)));
}

#[tokio::test]
async fn a_room_that_is_not_there_is_not_found() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    for code in ["acdacdacd", "x", "%00", "%FF"] {
        let expected = if code == "%FF" { "not_found" } else { "room_unknown" };
        assert_eq!(admin.get(&format!("/api/v1/rooms/{code}")).await.problem(404), expected, "{code}");
    }
}

#[tokio::test]
async fn everyone_lists_their_own_rooms() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    admin.post("/api/v1/rooms", json!({})).await.expect(201);
    let mine = ana.post("/api/v1/rooms", json!({ "title": null })).await.expect(201);
    assert_eq!(ana.get("/api/v1/rooms").await.expect(200), json!({ "items": [mine], "next": null }));
}

#[tokio::test]
async fn a_title_is_one_short_line() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    for title in ["a".repeat(81), "two\nlines".to_owned()] {
        let reply = admin.post("/api/v1/rooms", json!({ "title": title })).await;
        assert_eq!(reply.problem(422), "title_unusable");
    }
    assert_eq!(admin.post("/api/v1/rooms", json!({ "title": " " })).await.expect(201)["title"], json!(null));
}

#[tokio::test]
async fn rooms_are_for_those_who_are_logged_in() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    assert_eq!(visitor.get("/api/v1/rooms").await.problem(401), "login_needed");
    assert_eq!(visitor.post("/api/v1/rooms", json!({})).await.problem(401), "login_needed");
    assert_eq!(visitor.get("/api/v1/rooms/acdacdacd/calls").await.problem(401), "login_needed");
}

#[tokio::test]
async fn a_call_is_no_business_of_those_who_were_not_in_it() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let admin = server.store.user_by_name("admin").await.unwrap().unwrap();
    let now = chrono::Utc::now();
    let room = server.store.create_room(admin.id, "acdacdacd", None, now).await.unwrap();
    let call = server.store.begin_call(room.id, now).await.unwrap();
    assert_eq!(ana.get("/api/v1/rooms/acdacdacd/calls").await.expect(200)["items"], json!([]));
    assert_eq!(ana.get(&format!("/api/v1/calls/{}", call.id)).await.problem(404), "not_found");
    assert_eq!(ana.get("/api/v1/calls/x").await.problem(404), "not_found");
}

#[tokio::test]
async fn a_call_is_kept_as_a_file_by_those_who_were_in_it() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let call = talk(&server).await;
    let record = admin.get(&format!("/api/v1/calls/{call}")).await.expect(200);
    assert_eq!((&record["call"]["room"], &record["chat"][0]["text"]), (&json!("acdacdacd"), &json!("hello")));
    assert_eq!(admin.get("/api/v1/rooms/acdacdacd/calls").await.expect(200)["items"], json!([record["call"]]));
    for (format, kind, ending) in [
        ("text", "text/plain; charset=utf-8", "txt"),
        ("json", "application/json", "json"),
        ("webvtt", "text/vtt; charset=utf-8", "vtt"),
    ] {
        let file = admin.get(&format!("/api/v1/calls/{call}/export?format={format}")).await;
        assert_eq!((file.status, file.header("content-type")), (200, Some(kind)));
        let disposition = file.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=\"glossa-acdacdacd-"), "{disposition}");
        assert!(disposition.ends_with(&format!(".{ending}\"")), "{disposition}");
        assert!(file.text.contains("hello"), "{}", file.text);
    }
    let odd = admin.get(&format!("/api/v1/calls/{call}/export?format=pdf")).await;
    assert_eq!(odd.problem(400), "query_unusable");
    let mut ana = server.user("ana").await;
    let other = ana.get(&format!("/api/v1/calls/{call}/export?format=text")).await;
    assert_eq!(other.problem(404), "not_found");
}

/// The administrator says hello in a call; gives its id.
async fn talk(server: &Server) -> Uuid {
    let store = &server.store;
    let admin = store.user_by_name("admin").await.unwrap().unwrap();
    let now = chrono::Utc::now();
    let room = store.create_room(admin.id, "acdacdacd", None, now).await.unwrap();
    let call = store.begin_call(room.id, now).await.unwrap();
    let participant = NewParticipant {
        id: Uuid::now_v7(),
        room: room.id,
        call: call.id,
        user: Some(admin.id),
        display_name: admin.username.clone(),
        joined_at: now,
    };
    store.participant_joined(participant.clone()).await.unwrap();
    let message = NewMessage {
        id: Uuid::now_v7(),
        room: room.id,
        call: call.id,
        user: Some(admin.id),
        participant: participant.id,
        display_name: admin.username,
        text: "hello".to_owned(),
        created_at: now,
    };
    store.save_message(message).await.unwrap();
    call.id
}
