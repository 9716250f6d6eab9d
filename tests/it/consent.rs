//! Nobody's signing is read unless they say so.

use glossa::wire::{Answer, ErrorCode, Participant, Request, ServerMessage};
use uuid::Uuid;

use crate::signalling::{place::Place, socket::Socket};

#[tokio::test]
async fn consent_is_off_until_it_is_given_and_everybody_sees_it() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, seen) = place.join("ben").await;
    assert!(seen.participants.iter().all(|participant| !participant.consent));
    for on in [true, false] {
        assert_eq!(ana.ask(Request::SetConsent { on }).await, Ok(Answer::Done {}));
        for witness in [&mut ana, &mut ben] {
            let changed = changed(witness).await;
            assert_eq!((changed.id, changed.consent), (joined.me, on));
        }
    }
}

#[tokio::test]
async fn each_start_and_stop_is_in_the_audit_log() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    for on in [true, true, false, false, true] {
        assert_eq!(ana.ask(Request::SetConsent { on }).await, Ok(Answer::Done {}));
    }
    ana.ask(Request::Leave {}).await.unwrap();
    let (mut ben, _) = place.join("ben").await;
    // What is written for the same room comes after.
    ben.ask(Request::Chat { text: "anybody here?".to_owned() }).await.unwrap();
    let given_or_not = ["consent_given", "consent_withdrawn", "consent_given", "consent_withdrawn"];
    assert_eq!(audited(&place, joined.me).await, given_or_not, "saying it twice changes nothing; leaving ends it");
}

#[tokio::test]
async fn consent_survives_a_dropped_socket_but_not_a_reload() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, _) = place.join("ben").await;
    ana.ask(Request::SetConsent { on: true }).await.unwrap();
    assert!(changed(&mut ben).await.consent);
    drop(ana);
    let (mut ana, resumed) = place.resume("ana", &joined.token, 0).await.unwrap();
    let me = resumed.participants.iter().find(|participant| participant.id == joined.me).unwrap();
    assert!(me.consent);
    ana.ask(Request::Leave {}).await.unwrap();
    let (_ana, anew) = place.join("ana").await;
    assert!(anew.participants.iter().all(|participant| !participant.consent));
}

#[tokio::test]
async fn only_ones_own_signing_can_be_consented_to() {
    // The protocol has no word for anybody else's: the sender is who the socket belongs to.
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (_ben, joined) = place.join("ben").await;
    ana.send_text(format!(r#"{{"id":9,"type":"set_consent","on":true,"participant":"{}"}}"#, joined.me)).await;
    assert_eq!(ana.answer(9).await, Ok(Answer::Done {}));
    assert_ne!(changed(&mut ana).await.id, joined.me);
}

#[tokio::test]
async fn nobody_consents_before_they_are_in_a_room() {
    let place = Place::open().await;
    let mut ana = Socket::open(&place.address(), &place.cookie("ana").await).await;
    assert_eq!(ana.ask(Request::SetConsent { on: true }).await, Err(ErrorCode::OutOfOrder));
}

async fn changed(socket: &mut Socket) -> Participant {
    socket
        .expect(|frame| match &frame.message {
            ServerMessage::ParticipantChanged { participant } => Some(participant.clone()),
            _ => None,
        })
        .await
}

/// What was noted of a participant, oldest first.
async fn audited(place: &Place, participant: Uuid) -> Vec<String> {
    let log = place.server.store.audit_log(100).await.unwrap();
    let subject = format!("participant {participant}");
    log.into_iter().rev().filter(|entry| entry.subject == subject).map(|entry| entry.action).collect()
}
