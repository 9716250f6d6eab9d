//! Who sends by WHIP is seen by everybody, until they end it or are sent away.

use std::time::Duration;

use bytes::Bytes;
use glossa::participant::{Publication, Route, Sending};
use glossa::wire::{ModerationAction, Request, ServerMessage};

use crate::browser::{Browser, Reply};
use crate::signalling::place::Place;
use crate::signalling::socket::Socket;

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_by_whip_is_a_participant_until_they_end_it() {
    let place = Place::open().await;
    let (mut ben, _) = place.join("ben").await;
    let mut encoder = encoder(&place).await;
    let (publication, begun) = begin(&place, &mut encoder).await;
    assert_eq!(begun.header("content-type"), Some("application/sdp"));
    let came = joined(&mut ben).await;
    assert_eq!((came.1.as_str(), came.2), ("ana", true));
    publication.connected_within(Duration::from_secs(20)).await.unwrap();
    assert!(publication.send_audio(1, 480, Bytes::from_static(&[0xf8, 0xff, 0xfe])));

    let session = begun.header("location").unwrap().to_owned();
    assert_eq!(place.ask_server("ben", "DELETE", session.trim_start_matches("/api/v1"), None).await.status, 404);
    assert_eq!(encoder.ask("PATCH", &session, Some("a=end-of-candidates\r\n".to_owned())).await.status, 204);
    assert_eq!(encoder.delete(&session).await.status, 200);
    assert_eq!(left(&mut ben).await, came.0);
    assert_eq!(encoder.delete(&session).await.problem(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_by_whip_is_sent_away_like_anybody() {
    let place = Place::open().await;
    let (mut owner, _) = place.join("admin").await;
    let mut encoder = encoder(&place).await;
    let (_publication, begun) = begin(&place, &mut encoder).await;
    let (participant, ..) = joined(&mut owner).await;
    owner.ask(Request::Moderate { participant, action: ModerationAction::Ban }).await.unwrap();
    assert_eq!(left(&mut owner).await, participant);
    assert_eq!(encoder.delete(begun.header("location").unwrap()).await.problem(404), "not_found");
    let (_, refused) = offer(&place, &mut encoder).await;
    assert_eq!(refused.problem(403), "banned");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_offer_is_refused() {
    let place = Place::open().await;
    let mut encoder = encoder(&place).await;
    let path = format!("/api/v1/rooms/{}/whip", place.room());
    assert_eq!(encoder.ask("POST", &path, Some("v=0".to_owned())).await.problem(422), "bad_sdp");
    encoder.content_type = "text/plain";
    assert_eq!(encoder.ask("POST", &path, Some("v=0".to_owned())).await.problem(415), "body_unusable");
    encoder.content_type = "application/sdp";
    let unknown = encoder.ask("POST", "/api/v1/rooms/aaaaaaaaa/whip", Some(String::new())).await;
    assert_eq!(unknown.problem(404), "room_unknown");
}

async fn encoder(place: &Place) -> Browser {
    let mut encoder = place.server.browser();
    encoder.cookie = Some(place.cookie("ana").await);
    encoder.content_type = "application/sdp";
    encoder
}

async fn begin(place: &Place, encoder: &mut Browser) -> (Publication, Reply) {
    let (publication, reply) = offer(place, encoder).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    publication.accept(reply.text.clone(), &Route::default()).await.unwrap();
    (publication, reply)
}

async fn offer(place: &Place, encoder: &mut Browser) -> (Publication, Reply) {
    let (publication, sdp) = Publication::offer(Sending { audio: true, video: true }, &Route::default()).await.unwrap();
    let path = format!("/api/v1/rooms/{}/whip", place.room());
    (publication, encoder.ask("POST", &path, Some(sdp)).await)
}

/// Who came: their participant, name, and whether their camera is on.
async fn joined(socket: &mut Socket) -> (uuid::Uuid, String, bool) {
    socket
        .expect(|frame| match &frame.message {
            ServerMessage::ParticipantJoined { participant } => {
                Some((participant.id, participant.name.clone(), participant.camera))
            }
            _ => None,
        })
        .await
}

async fn left(socket: &mut Socket) -> uuid::Uuid {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::ParticipantLeft { participant } => Some(participant),
            _ => None,
        })
        .await
}
