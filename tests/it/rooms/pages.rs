//! Lists that are asked for page by page.

use serde_json::{Value, json};

use crate::server::Server;
use crate::signalling::place::Place;
use crate::signalling::socket::chat;

#[tokio::test]
async fn rooms_are_listed_page_by_page() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut made = Vec::new();
    for n in 0..5 {
        made.insert(0, admin.post("/api/v1/rooms", json!({ "title": n.to_string() })).await.expect(201));
    }
    let mut read = Vec::new();
    let mut path = "/api/v1/rooms?limit=2".to_owned();
    for _ in 0..3 {
        let page = admin.get(&path).await.expect(200);
        read.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/rooms?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(read, made);
    for query in ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor="] {
        assert_eq!(admin.get(&format!("/api/v1/rooms?{query}")).await.problem(400), "query_unusable", "{query}");
    }
}

#[tokio::test]
async fn what_was_said_in_a_room_is_read_by_who_was_there() {
    let place = Place::of("ana").await;
    let (mut ben, _) = place.join("ben").await;
    for text in ["one", "two"] {
        ben.ask(chat(text)).await.unwrap();
    }
    let page = place.ask("ben", "GET", "/messages?limit=1", None).await.expect(200);
    assert_eq!(page["items"][0]["text"], "two");
    let next = format!("/messages?limit=1&cursor={}", page["next"].as_str().unwrap());
    let page = place.ask("ben", "GET", &next, None).await.expect(200);
    assert_eq!((&page["items"][0]["text"], &page["next"]), (&json!("one"), &Value::Null));
    for list in ["/messages", "/transcripts", "/calls"] {
        let empty = json!({ "items": [], "next": null });
        assert_eq!(place.ask("ana", "GET", list, None).await.expect(200), empty, "she was not in the call");
    }
    assert_eq!(place.ask("ben", "GET", "/transcripts", None).await.expect(200)["items"], json!([]));
    assert_eq!(place.ask("ben", "GET", "/calls", None).await.expect(200)["items"][0]["messages"], 2);
}
