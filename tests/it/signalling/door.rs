//! Who comes into a room, who does not.

use glossa::wire::{Answer, ErrorCode, ParticipantRole, Request};
use serde_json::json;

use super::place::Place;
use super::socket::{Socket, join};

#[tokio::test]
async fn a_room_for_the_invited_opens_to_those_on_its_list_only() {
    let place = Place::of("ana").await;
    place.change("ana", json!({ "access": "invited" })).await.expect(200);
    assert_eq!(knock(&place, "ben").await, Err(ErrorCode::NotInvited));
    assert_eq!(knock(&place, "admin").await, Err(ErrorCode::NotInvited), "who runs the server is not invited, either");
    place.name("ana", "ben", "member").await;
    assert!(knock(&place, "ben").await.is_ok());
    assert!(knock(&place, "ana").await.is_ok());
}

#[tokio::test]
async fn a_password_is_asked_of_all_but_those_who_keep_order() {
    let place = Place::of("ana").await;
    place.change("ana", json!({ "password": "open sesame" })).await.expect(200);
    place.name("ana", "ben", "member").await;
    let with = |password: Option<&str>| with_password(place.room(), password);
    let cookie = place.cookie("ben").await;
    for (password, refusal) in [
        (None, ErrorCode::PasswordNeeded),
        (Some(""), ErrorCode::PasswordWrong),
        (Some("open barley"), ErrorCode::PasswordWrong),
    ] {
        let (_, _, answer) = Socket::knock(&place.address(), &cookie, with(password)).await;
        assert_eq!(answer, Err(refusal), "{password:?}");
    }
    // The same socket may try again.
    let (mut socket, _, answer) = Socket::knock(&place.address(), &cookie, with(None)).await;
    assert_eq!(answer, Err(ErrorCode::PasswordNeeded));
    assert!(matches!(socket.ask(with(Some("open sesame"))).await, Ok(Answer::Joined { .. })));
    assert!(knock(&place, "ana").await.is_ok());
    place.change("ana", json!({ "password": null })).await.expect(200);
    assert!(knock(&place, "cleo").await.is_ok());
}

#[tokio::test]
async fn who_guesses_a_password_has_to_wait_however_many_sockets_they_open() {
    let place = Place::of("ana").await;
    place.change("ana", json!({ "password": "open sesame" })).await.expect(200);
    let (cookie, address) = (place.cookie("ben").await, place.address());
    let guesses = (0..8).map(|number| {
        let (cookie, address) = (cookie.clone(), address.clone());
        let request = with_password(place.room(), Some(&format!("open barley {number}")));
        tokio::spawn(async move { Socket::knock(&address, &cookie, request).await.2.unwrap_err() })
    });
    let mut answers = Vec::new();
    for guess in guesses.collect::<Vec<_>>() {
        answers.push(guess.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|code| **code == ErrorCode::PasswordWrong).count(), 5);
    assert_eq!(answers.iter().filter(|code| **code == ErrorCode::RateLimited).count(), 3);
    // Who waited comes in with the right one.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let (_, _, answer) = Socket::knock(&address, &cookie, with_password(place.room(), Some("open sesame"))).await;
    assert!(answer.is_ok(), "{answer:?}");
}

#[tokio::test]
async fn a_locked_room_keeps_those_who_are_in_it_and_lets_nobody_new_in() {
    let place = Place::of("ana").await;
    let (ben, joined) = place.join("ben").await;
    place.change("ana", json!({ "locked": true })).await.expect(200);
    assert_eq!(knock(&place, "cleo").await, Err(ErrorCode::RoomLocked));
    assert!(knock(&place, "ana").await.is_ok());
    drop(ben);
    assert!(place.resume("ben", &joined.token, 0).await.is_ok());
    place.change("ana", json!({ "locked": false })).await.expect(200);
    assert!(knock(&place, "cleo").await.is_ok());
}

#[tokio::test]
async fn everybody_sees_what_the_others_are() {
    let place = Place::of("ana").await;
    place.name("ana", "ben", "moderator").await;
    let (token, _) = place.guest_link("ben", None).await;
    let guest = place.guest(&token, "Gus").await.cookie.unwrap();
    let mut here = Vec::new();
    for (cookie, role) in [
        (place.cookie("ana").await, ParticipantRole::Owner),
        (place.cookie("ben").await, ParticipantRole::Moderator),
        (place.cookie("admin").await, ParticipantRole::Member),
        (guest, ParticipantRole::Guest),
    ] {
        let (socket, joined) = Socket::join(&place.address(), &cookie, place.room()).await;
        assert_eq!(joined.role, role);
        assert_eq!(joined.participants.last().map(|me| me.role), Some(role));
        here.push(socket);
    }
}

pub(super) async fn knock(place: &Place, name: &str) -> Result<(), ErrorCode> {
    let (_, _, answer) = Socket::knock(&place.address(), &place.cookie(name).await, join(place.room())).await;
    answer.map(|answer| assert!(matches!(answer, Answer::Joined { .. }), "{answer:?}"))
}

fn with_password(room: &str, password: Option<&str>) -> Request {
    match join(room) {
        Request::Join { room, offer, microphone, camera, .. } => {
            Request::Join { room, offer, microphone, camera, password: password.map(str::to_owned) }
        }
        _ => unreachable!(),
    }
}
