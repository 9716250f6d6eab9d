//! Rooms that remember, rooms that do not.

use glossa::wire::{Answer, ServerMessage};
use serde_json::json;

use super::place::Place;
use super::socket::chat;

#[tokio::test]
async fn without_history_nothing_that_is_said_is_stored_and_everybody_sees_that() {
    let place = Place::of("ana").await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    assert!(joined.history);
    ben.ask(chat("kept")).await.unwrap();
    place.change("ana", json!({ "history": false })).await.expect(200);
    let told = ben
        .expect(|frame| match frame.message {
            ServerMessage::RoomChanged { history, .. } => Some(history),
            _ => None,
        })
        .await;
    assert!(!told);
    assert!(matches!(ben.ask(chat("between us")).await, Ok(Answer::Saved { .. })));
    assert_eq!((ana.chat().await.1.text, ana.chat().await.1.text), ("kept".into(), "between us".into()));
    drop(ben);
    ana.ask(chat("missed")).await.unwrap();
    let (mut ben, _) = place.resume("ben", &of_ben.token, 2).await.unwrap();
    assert_eq!(ben.chat().await.1.text, "missed", "who comes back in time has missed nothing");
    let (_cleo, of_cleo) = place.join("cleo").await;
    assert_eq!((of_cleo.history, of_cleo.chat), (false, vec![]), "who comes is not told what was said");
    let stored = place.record(joined.call, "ana").await;
    assert_eq!(stored.chat.len(), 1);
    place.change("ana", json!({ "history": true })).await.expect(200);
    ana.ask(chat("kept again")).await.unwrap();
    assert_eq!(place.record(joined.call, "ana").await.chat.len(), 2);
}
