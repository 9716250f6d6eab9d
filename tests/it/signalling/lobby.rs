//! People wait until somebody lets them in.

use glossa::wire::{Answer, ErrorCode, LeaveAction, Request, ServerMessage};
use serde_json::json;
use uuid::Uuid;

use super::door::knock;
use super::place::Place;
use super::socket::{Socket, join};

#[tokio::test]
async fn who_waits_is_let_in_by_those_who_keep_order_only() {
    let place = with_lobby().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, id) = waits(&place, "ben").await;
    let (first, name) = knocks(&mut ana).await;
    assert_eq!(name, "ben");
    assert_eq!(ana.ask(Request::Admit { knock: first }).await, Ok(Answer::Done {}));
    assert!(matches!(ben.answer(id).await, Ok(Answer::Joined { .. })), "the same request is answered again");
    gone(&mut ana, first).await;

    let (mut cleo, id) = waits(&place, "cleo").await;
    let (second, _) = knocks(&mut ana).await;
    assert_eq!(ben.ask(Request::Admit { knock: second }).await, Err(ErrorCode::Forbidden));
    assert_eq!(ben.ask(Request::Deny { knock: second }).await, Err(ErrorCode::Forbidden));
    let told = ben.rest().await;
    assert!(!told.iter().any(|message| matches!(message, ServerMessage::Knock { .. })), "ben need not know: {told:?}");
    assert_eq!(ana.ask(Request::Deny { knock: second }).await, Ok(Answer::Done {}));
    assert_eq!(cleo.answer(id).await, Err(ErrorCode::Denied));
    assert_eq!(ana.ask(Request::Admit { knock: second }).await, Ok(Answer::Done {}), "there is nothing left to do");
}

#[tokio::test]
async fn who_comes_to_keep_order_is_told_who_waits() {
    let place = with_lobby().await;
    let (mut ben, id) = waits(&place, "ben").await;
    let (mut ana, joined) = place.join("ana").await;
    assert_eq!(joined.participants.len(), 1);
    let (knock, _) = knocks(&mut ana).await;
    ana.ask(Request::Admit { knock }).await.unwrap();
    assert!(matches!(ben.answer(id).await, Ok(Answer::Joined { .. })));
}

#[tokio::test]
async fn who_becomes_moderator_is_told_who_waits() {
    let place = with_lobby().await;
    place.change("ana", json!({ "lobby": false })).await.expect(200);
    let (mut ben, _) = place.join("ben").await;
    place.change("ana", json!({ "lobby": true })).await.expect(200);
    let (_cleo, _) = waits(&place, "cleo").await;
    place.name("ana", "ben", "moderator").await;
    assert_eq!(knocks(&mut ben).await.1, "cleo");
}

#[tokio::test]
async fn who_goes_while_they_wait_is_forgotten() {
    let place = with_lobby().await;
    let (mut ana, _) = place.join("ana").await;
    let (ben, _) = waits(&place, "ben").await;
    let (first, _) = knocks(&mut ana).await;
    drop(ben);
    gone(&mut ana, first).await;

    let (mut cleo, _) = waits(&place, "cleo").await;
    let (second, _) = knocks(&mut ana).await;
    assert_eq!(cleo.ask(Request::Chat { text: "hello?".into() }).await, Err(ErrorCode::OutOfOrder));
    assert_eq!(cleo.ask(Request::Leave {}).await, Ok(Answer::Done {}));
    gone(&mut ana, second).await;
}

#[tokio::test]
async fn the_lobby_opens_to_all_when_it_is_switched_off() {
    let place = with_lobby().await;
    let (mut ben, id) = waits(&place, "ben").await;
    let (mut ana, _) = place.join("ana").await;
    place.change("ana", json!({ "lobby": false })).await.expect(200);
    assert!(matches!(ben.answer(id).await, Ok(Answer::Joined { .. })));
    let lobby = ana
        .expect(|frame| match frame.message {
            ServerMessage::RoomChanged { lobby, .. } => Some(lobby),
            _ => None,
        })
        .await;
    assert!(!lobby);
    assert!(knock(&place, "cleo").await.is_ok());
}

#[tokio::test]
async fn a_lobby_holds_so_many_and_no_more() {
    let place = with_lobby().await;
    let mut crowd = Vec::new();
    for _ in 0..32 {
        crowd.push(waits(&place, "ben").await);
    }
    assert_eq!(knock(&place, "ben").await, Err(ErrorCode::RoomFull));
}

#[tokio::test]
async fn a_stopping_server_and_a_room_that_is_removed_send_those_who_wait_away() {
    let place = with_lobby().await;
    let (mut ben, id) = waits(&place, "ben").await;
    place.ask("ana", "DELETE", "", None).await.expect(204);
    assert_eq!(ben.answer(id).await, Err(ErrorCode::CallEnded));

    let place = with_lobby().await;
    let (mut ben, _) = waits(&place, "ben").await;
    let restarted = tokio::spawn(place.restart());
    let (action, code) = ben.farewell().await;
    assert_eq!((action, code), (LeaveAction::Reconnect, ErrorCode::ServerStopping));
    restarted.await.unwrap();
}

async fn with_lobby() -> Place {
    let place = Place::of("ana").await;
    place.change("ana", json!({ "lobby": true })).await.expect(200);
    place
}

/// Somebody who was told to wait, with the request that will be answered again.
async fn waits(place: &Place, name: &str) -> (Socket, u32) {
    let (socket, id, answer) = Socket::knock(&place.address(), &place.cookie(name).await, join(place.room())).await;
    assert_eq!(answer, Ok(Answer::Waiting {}));
    (socket, id)
}

async fn knocks(socket: &mut Socket) -> (Uuid, String) {
    socket
        .expect(|frame| match &frame.message {
            ServerMessage::Knock { knock, name } => Some((*knock, name.clone())),
            _ => None,
        })
        .await
}

async fn gone(socket: &mut Socket, which: Uuid) {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::KnockGone { knock } if knock == which => Some(()),
            _ => None,
        })
        .await;
}
