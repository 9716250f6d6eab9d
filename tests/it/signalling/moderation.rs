//! Those who keep order in a call, what they can do to whom.

use glossa::wire::{Answer, ErrorCode, LeaveAction, ModerationAction, ParticipantRole, Request, ServerMessage};
use serde_json::json;
use uuid::Uuid;

use super::door::knock;
use super::left;
use super::place::Place;
use super::socket::{Socket, chat};

const ALL: [ModerationAction; 5] = [
    ModerationAction::Mute,
    ModerationAction::StopCamera,
    ModerationAction::StopScreen,
    ModerationAction::Remove,
    ModerationAction::Ban,
];

#[tokio::test]
async fn nobody_does_to_others_what_the_rules_do_not_allow_them() {
    let place = Place::of("ana").await;
    for moderator in ["mo", "mia"] {
        place.name("ana", moderator, "moderator").await;
    }
    let (mut ana, of_ana) = place.join("ana").await;
    let (mut mo, of_mo) = place.join("mo").await;
    let (_mia, of_mia) = place.join("mia").await;
    let (mut ben, of_ben) = place.join("ben").await;
    let (token, _) = place.guest_link("ana", None).await;
    let gus = place.guest(&token, "Gus").await.cookie.unwrap();
    let (mut gus, of_gus) = Socket::join(&place.address(), &gus, place.room()).await;
    let (mut admin, of_admin) = place.join("admin").await;
    for action in ALL {
        for (from, out_of_reach) in [
            (&mut gus, &[of_ben.me, of_ana.me][..]),
            (&mut ben, &[of_gus.me, of_ana.me, of_ben.me]),
            (&mut mo, &[of_ana.me, of_mia.me, of_mo.me, of_admin.me]),
            (&mut ana, &[of_ana.me]),
            (&mut admin, &[of_admin.me]),
        ] {
            for onto in out_of_reach {
                assert_eq!(moderate(from, *onto, action).await, Err(ErrorCode::Forbidden), "{action:?}");
            }
        }
    }
    for request in [Request::ClearMessages {}, Request::ClearMessage { message: Uuid::nil() }] {
        assert_eq!(ben.ask(request.clone()).await, Err(ErrorCode::Forbidden));
        assert_eq!(gus.ask(request).await, Err(ErrorCode::Forbidden));
    }
    assert_eq!(moderate(&mut ana, Uuid::nil(), ModerationAction::Mute).await, Ok(Answer::Done {}), "they are gone");
    assert_eq!(moderate(&mut ben, Uuid::nil(), ModerationAction::Mute).await, Err(ErrorCode::Forbidden));
    assert_eq!(moderate(&mut admin, of_ana.me, ModerationAction::Mute).await, Ok(Answer::Done {}));
}

#[tokio::test]
async fn who_is_muted_is_told_by_whom_and_may_speak_again() {
    let place = Place::of("ana").await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    for (action, devices) in [
        (ModerationAction::Mute, (false, true)),
        (ModerationAction::StopCamera, (false, false)),
        (ModerationAction::StopScreen, (false, false)),
    ] {
        assert_eq!(moderate(&mut ana, of_ben.me, action).await, Ok(Answer::Done {}));
        let told = ben
            .expect(|frame| match &frame.message {
                ServerMessage::Moderated { action, by } => Some((*action, by.clone())),
                _ => None,
            })
            .await;
        assert_eq!(told, (action, "ana".to_owned()));
        assert_eq!(devices_of(&ana.rest().await, of_ben.me).last(), Some(&devices));
    }
    ben.ask(Request::SetMuted { microphone: true, camera: true }).await.unwrap();
    assert_eq!(devices_of(&ana.rest().await, of_ben.me), [(true, true)]);
}

#[tokio::test]
async fn who_is_removed_may_come_again() {
    let place = Place::of("ana").await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    assert_eq!(moderate(&mut ana, of_ben.me, ModerationAction::Remove).await, Ok(Answer::Done {}));
    assert_eq!(ben.farewell().await, (LeaveAction::Stop, ErrorCode::Removed));
    ben.closed().await;
    assert_eq!(left(&mut ana).await, of_ben.me);
    assert_eq!(place.resume("ben", &of_ben.token, 0).await.err(), Some(ErrorCode::ResumeExpired));
    assert_eq!(knock(&place, "ben").await, Ok(()));
}

#[tokio::test]
async fn who_is_banned_goes_in_all_tabs_and_does_not_come_again() {
    let place = Place::of("ana").await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    let (mut elsewhere, _) = place.join("ben").await;
    assert_eq!(moderate(&mut ana, of_ben.me, ModerationAction::Ban).await, Ok(Answer::Done {}));
    for socket in [&mut ben, &mut elsewhere] {
        assert_eq!(socket.farewell().await, (LeaveAction::Stop, ErrorCode::Banned));
    }
    assert_eq!(knock(&place, "ben").await, Err(ErrorCode::Banned));
    let people = place.ask("ana", "GET", "/people", None).await.expect(200);
    assert_eq!(people[1], json!({ "username": "ben", "role": "banned" }));
    let place = place.restart().await;
    assert_eq!(knock(&place, "ben").await, Err(ErrorCode::Banned), "it is on disk");
    place.ask("ana", "DELETE", "/people/ben", None).await.expect(204);
    assert_eq!(knock(&place, "ben").await, Ok(()));
    let log = place.server.store.audit_log(20).await.unwrap();
    let ban = log.iter().find(|entry| entry.action == "call_ban").unwrap();
    assert!(ban.actor.is_some() && ban.detail.as_deref().is_some_and(|detail| detail.contains("ben")), "{ban:?}");
}

#[tokio::test]
async fn who_is_put_on_the_list_as_banned_goes_at_once() {
    let place = Place::of("ana").await;
    let (mut ben, _) = place.join("ben").await;
    place.name("ana", "ben", "banned").await;
    assert_eq!(ben.farewell().await, (LeaveAction::Stop, ErrorCode::Banned));
    place.name("ana", "ben", "member").await;
    assert_eq!(knock(&place, "ben").await, Ok(()));
}

#[tokio::test]
async fn a_message_is_taken_away_for_everybody_and_for_good() {
    let place = Place::of("ana").await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    let mut said = Vec::new();
    for text in ["one", "two", "three"] {
        let Ok(Answer::Saved { message, .. }) = ben.ask(chat(text)).await else { panic!("saved") };
        said.push(message);
    }
    assert_eq!(ana.ask(Request::ClearMessage { message: said[1] }).await, Ok(Answer::Done {}));
    assert_eq!(cleared(&mut ben).await, (4, Some(said[1])));
    let texts = async || -> Vec<_> {
        place.record(joined.call, "ana").await.chat.into_iter().filter_map(|message| message.text).collect()
    };
    assert_eq!(texts().await, ["one", "three"]);
    drop(ben);
    assert_eq!(ana.ask(Request::ClearMessages {}).await, Ok(Answer::Done {}));
    assert!(texts().await.is_empty());
    let (mut ben, _) = place.resume("ben", &of_ben.token, 4).await.unwrap();
    assert_eq!(cleared(&mut ben).await, (5, None), "who was away learns it, too");
    let (_cleo, joined) = place.join("cleo").await;
    assert_eq!(joined.chat, []);
}

#[tokio::test]
async fn a_room_that_is_handed_over_has_another_owner_at_once() {
    let place = Place::of("ana").await;
    let (mut ana, of_ana) = place.join("ana").await;
    let (mut ben, of_ben) = place.join("ben").await;
    let given = place.ask("ana", "POST", "/owner", Some(json!({ "username": "ben" }))).await.expect(200);
    assert_eq!((&given["owner"], &given["role"]), (&json!("ben"), &json!("moderator")));
    let roles = |messages: &[ServerMessage], id| -> Vec<_> {
        let changed = messages.iter().filter_map(|message| match message {
            ServerMessage::ParticipantChanged { participant } if participant.id == id => Some(participant.role),
            _ => None,
        });
        changed.collect()
    };
    let told = ben.rest().await;
    assert_eq!(roles(&told, of_ben.me), [ParticipantRole::Owner]);
    assert_eq!(roles(&told, of_ana.me), [ParticipantRole::Moderator]);
    assert_eq!(moderate(&mut ana, of_ben.me, ModerationAction::Mute).await, Err(ErrorCode::Forbidden));
    assert_eq!(moderate(&mut ben, of_ana.me, ModerationAction::Mute).await, Ok(Answer::Done {}));
}

#[tokio::test]
async fn a_room_that_is_removed_ends_its_call_for_everybody() {
    let place = Place::of("ana").await;
    let (mut ben, _) = place.join("ben").await;
    assert_eq!(place.ask("ben", "DELETE", "", None).await.problem(403), "forbidden");
    place.ask("ana", "DELETE", "", None).await.expect(204);
    assert_eq!(ben.farewell().await, (LeaveAction::Stop, ErrorCode::CallEnded));
    ben.closed().await;
    assert_eq!(knock(&place, "ben").await, Err(ErrorCode::RoomUnknown));
    assert_eq!(place.ask("ana", "GET", "", None).await.problem(404), "room_unknown");
}

async fn moderate(from: &mut Socket, onto: Uuid, action: ModerationAction) -> Result<Answer, ErrorCode> {
    from.ask(Request::Moderate { participant: onto, action }).await
}

async fn cleared(socket: &mut Socket) -> (u64, Option<Uuid>) {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::MessageCleared { message } => Some((frame.seq.unwrap(), message)),
            _ => None,
        })
        .await
}

/// Whether somebody's microphone and camera are on, each time it was told.
fn devices_of(messages: &[ServerMessage], id: Uuid) -> Vec<(bool, bool)> {
    let changed = messages.iter().filter_map(|message| match message {
        ServerMessage::ParticipantChanged { participant } if participant.id == id => {
            Some((participant.microphone, participant.camera))
        }
        _ => None,
    });
    changed.collect()
}
