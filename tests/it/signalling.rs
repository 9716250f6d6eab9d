//! What participants can rely on when they talk to a room.

mod door;
mod guests;
mod history;
mod layers;
mod lobby;
mod moderation;
pub(crate) mod place;
pub(crate) mod socket;

use std::time::Duration;

use glossa::wire::{Answer, ErrorCode, LeaveAction, MAX_CHAT_CHARS, MAX_FRAME_BYTES, Request, ServerMessage};
use tokio_tungstenite::tungstenite::{self, Message};
use uuid::Uuid;

use self::{
    place::Place,
    socket::{Joined, Socket, chat, join},
};

#[tokio::test]
async fn chat_reaches_everyone_in_order_and_is_on_disk_when_it_is_acknowledged() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, joined) = place.join("ben").await;

    let mut acknowledged = Vec::new();
    for text in ["one", "two", "three"] {
        let Ok(Answer::Saved { message, .. }) = ana.ask(chat(text)).await else { panic!("saved") };
        let stored = place.record(joined.call, "ana").await.chat;
        assert_eq!(stored.last().map(|last| last.id), Some(message), "it is there at once");
        acknowledged.push(message);
    }
    for reader in [&mut ana, &mut ben] {
        for (n, text) in ["one", "two", "three"].into_iter().enumerate() {
            let (seq, message) = reader.chat().await;
            assert_eq!((seq, message.id, message.text.as_str()), (n as u64 + 1, acknowledged[n], text));
            assert_eq!(message.name, "ana");
        }
    }
}

#[tokio::test]
async fn who_comes_late_is_told_what_was_said() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    ana.ask(chat("before you came")).await.unwrap();
    let (_ben, joined) = place.join("ben").await;
    assert_eq!((joined.seq, joined.chat.len(), joined.chat[0].text.as_str()), (1, 1, "before you came"));
    assert_eq!(joined.captions, []);
    assert!(joined.subscribe_offer.is_some());
}

#[tokio::test]
async fn a_dropped_socket_resumes_unseen_and_what_was_missed_is_replayed_once() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, before) = place.join("ben").await;
    ana.ask(chat("seen")).await.unwrap();
    let (seen, _) = ben.chat().await;
    drop(ben);
    ana.ask(chat("missed one")).await.unwrap();
    ana.ask(chat("missed two")).await.unwrap();

    let (mut ben, after) = place.resume("ben", &before.token, seen).await.unwrap();
    assert_eq!((after.me, after.call, after.seq), (before.me, before.call, 3));
    assert_eq!((after.subscribe_offer, after.chat), (None, vec![]), "media went on, and the rest is replayed");
    assert_eq!((ben.chat().await.1.text, ben.chat().await.1.text), ("missed one".into(), "missed two".into()));
    ana.ask(chat("new")).await.unwrap();
    let (seq, message) = ben.chat().await;
    assert_eq!((seq, message.text.as_str()), (4, "new"), "nothing comes twice");

    let noticed = ana.rest().await;
    let other_than_chat = |message: &&ServerMessage| {
        !matches!(message, ServerMessage::Chat { .. } | ServerMessage::Media { .. } | ServerMessage::Slots { .. })
    };
    let joined = |message: &ServerMessage| matches!(message, ServerMessage::ParticipantJoined { .. });
    let noticed: Vec<_> = noticed.iter().filter(other_than_chat).collect();
    assert!(noticed.len() == 1 && joined(noticed[0]), "only the first joining was seen: {noticed:?}");
}

#[tokio::test]
async fn a_socket_that_is_resumed_elsewhere_is_told_so() {
    let place = Place::open().await;
    let (mut first, joined) = place.join("ana").await;
    let (mut second, _) = place.resume("ana", &joined.token, 0).await.unwrap();
    assert_eq!(first.farewell().await, (LeaveAction::Stop, ErrorCode::Displaced));
    first.closed().await;
    assert_eq!(second.ask(Request::SetMuted { microphone: false, camera: true }).await, Ok(Answer::Done {}));
}

#[tokio::test]
async fn nobody_resumes_as_somebody_else() {
    let place = Place::open().await;
    let (_ana, joined) = place.join("ana").await;
    let (_ben, of_ben) = place.join("ben").await;
    let stolen = place.resume("ben", &joined.token, 0).await;
    assert_eq!(stolen.err(), Some(ErrorCode::ResumeExpired), "a token is worth nothing without the log-in");
    for token in ["", "AAAA", &of_ben.token.replace(['a', 'b', 'c'], "d"), &"A".repeat(86)] {
        assert_eq!(place.resume("ben", token, 0).await.err(), Some(ErrorCode::ResumeExpired));
    }
}

#[tokio::test]
async fn who_left_cannot_resume_and_the_others_know_at_once() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, joined) = place.join("ben").await;
    assert_eq!(ben.ask(Request::Leave {}).await, Ok(Answer::Done {}));
    ben.closed().await;
    assert_eq!(left(&mut ana).await, joined.me);
    assert_eq!(place.resume("ben", &joined.token, 0).await.err(), Some(ErrorCode::ResumeExpired));
}

#[tokio::test]
async fn a_page_of_another_site_is_refused() {
    let place = Place::open().await;
    for origin in ["http://evil.example", "null"] {
        let refused = Socket::open_from(&place.address(), &place.cookie("ana").await, origin).await;
        let Err(tungstenite::Error::Http(response)) = refused else { panic!("{origin} got in") };
        assert_eq!(response.status(), 403);
    }
}

#[tokio::test]
async fn nobody_comes_in_without_a_log_in() {
    let place = Place::open().await;
    let refused = Socket::open_from(&place.address(), "glossa=nonsense", &format!("http://{}", place.address())).await;
    let Err(tungstenite::Error::Http(response)) = refused else { panic!("a stranger got in") };
    assert_eq!(response.status(), 401);
}

#[tokio::test]
async fn garbage_is_answered_with_an_error_and_disturbs_nobody() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, _) = place.join("ben").await;
    let garbage = ["", "{", "null", "[1,2", r#"{"id":1}"#, r#"{"type":"chat","text":"no id"}"#, "\u{0}", "💥"];
    for text in garbage {
        ben.send_text(text.to_owned()).await;
        assert_eq!(bad_message(&mut ben).await.0, ErrorCode::BadMessage, "{text}");
    }
    ben.send_raw(Message::binary(vec![0xff; 1_000])).await;
    assert_eq!(bad_message(&mut ben).await, (ErrorCode::BadMessage, None));
    ben.send_text(r#"{"id":77,"type":"dance"}"#.to_owned()).await;
    assert_eq!(bad_message(&mut ben).await, (ErrorCode::BadMessage, Some(77)));

    ben.ask(chat("still here")).await.unwrap();
    assert_eq!(ana.chat().await.1.text, "still here");
}

#[tokio::test]
async fn a_message_that_is_too_large_closes_the_socket_but_not_the_place() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    ana.send_text("x".repeat(MAX_FRAME_BYTES + 1)).await;
    assert_eq!(ana.farewell().await, (LeaveAction::Resume, ErrorCode::BadMessage));
    assert!(place.resume("ana", &joined.token, 0).await.is_ok());
}

#[tokio::test]
async fn another_version_of_the_protocol_is_told_to_stop() {
    let place = Place::open().await;
    let mut socket = Socket::open(&place.address(), &place.cookie("ana").await).await;
    let refused = socket.ask(Request::Hello { version: 99, resume: None }).await;
    assert_eq!(refused, Err(ErrorCode::VersionUnsupported));
    assert_eq!(socket.farewell().await, (LeaveAction::Stop, ErrorCode::VersionUnsupported));
    socket.closed().await;
}

#[tokio::test]
async fn requests_have_their_order() {
    let place = Place::open().await;
    let mut socket = Socket::open(&place.address(), &place.cookie("ana").await).await;
    assert_eq!(socket.ask(join(place.room())).await, Err(ErrorCode::OutOfOrder));
    assert!(socket.ask(Request::Hello { version: 1, resume: None }).await.is_ok());
    assert_eq!(socket.ask(chat("too early")).await, Err(ErrorCode::OutOfOrder));
    assert_eq!(socket.ask(join("no such room")).await, Err(ErrorCode::RoomUnknown));
    let bad = Request::Join {
        room: place.room().into(),
        offer: "v=0".into(),
        microphone: true,
        camera: true,
        password: None,
    };
    assert_eq!(socket.ask(bad).await, Err(ErrorCode::BadSdp));
    assert!(socket.ask(join(place.room())).await.is_ok(), "the same socket may try again");
    assert_eq!(socket.ask(join(place.room())).await, Err(ErrorCode::OutOfOrder));
}

#[tokio::test]
async fn who_would_be_one_too_many_is_refused_until_somebody_leaves() {
    let place = Place::for_people(12).await;
    let mut inside = Vec::new();
    for _ in 0..12 {
        inside.push(place.join("ana").await.0);
    }
    let mut late = Socket::open(&place.address(), &place.cookie("ben").await).await;
    assert!(late.ask(Request::Hello { version: 1, resume: None }).await.is_ok());
    assert_eq!(late.ask(join(place.room())).await, Err(ErrorCode::RoomFull));
    inside[0].ask(Request::Leave {}).await.unwrap();
    assert!(late.ask(join(place.room())).await.is_ok());
}

#[tokio::test]
async fn sixty_people_are_in_one_call_and_know_of_each_other() {
    let place = Place::open().await;
    let mut inside = Vec::new();
    for before in 0..60 {
        let (socket, joined) = place.join(["ana", "ben", "cleo"][before % 3]).await;
        assert_eq!(joined.participants.len(), before + 1);
        inside.push(socket);
    }
    let (last, first) = (inside.pop().unwrap(), &mut inside[0]);
    let came = first.rest().await.into_iter().filter(|it| matches!(it, ServerMessage::ParticipantJoined { .. }));
    assert_eq!(came.count(), 59);
    drop((last, inside));
}

#[tokio::test]
async fn a_second_tab_is_a_second_participant() {
    let place = Place::open().await;
    let (mut first, one) = place.join("ana").await;
    let (_second, two) = place.join("ana").await;
    assert_ne!(one.me, two.me);
    let names: Vec<_> = two.participants.iter().map(|participant| participant.name.as_str()).collect();
    assert_eq!(names, ["ana", "ana"]);
    let came = first
        .expect(|frame| match &frame.message {
            ServerMessage::ParticipantJoined { participant } => Some(participant.id),
            _ => None,
        })
        .await;
    assert_eq!(came, two.me);
    assert_eq!(place.record(one.call, "ana").await.call.participants, ["ana"], "but one name in the record");
}

#[tokio::test]
async fn everybody_sees_who_is_muted() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    let (mut ben, joined) = place.join("ben").await;
    assert_eq!(ben.ask(Request::SetMuted { microphone: false, camera: true }).await, Ok(Answer::Done {}));
    let changed = ana
        .expect(|frame| match &frame.message {
            ServerMessage::ParticipantChanged { participant } => Some(participant.clone()),
            _ => None,
        })
        .await;
    assert_eq!((changed.id, changed.microphone, changed.camera), (joined.me, false, true));
}

#[tokio::test]
async fn chat_has_its_bounds() {
    let place = Place::open().await;
    let (mut ana, _) = place.join("ana").await;
    assert_eq!(ana.ask(chat("  \n ")).await, Err(ErrorCode::TextLength));
    assert_eq!(ana.ask(chat(&"ä".repeat(MAX_CHAT_CHARS + 1))).await, Err(ErrorCode::TextLength));
    assert!(ana.ask(chat(&"ä".repeat(MAX_CHAT_CHARS))).await.is_ok());
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let mut asked = Vec::new();
    for _ in 0..15 {
        asked.push(ana.send(chat("again")).await);
    }
    let mut refused = 0;
    for id in asked {
        refused += usize::from(ana.answer(id).await == Err(ErrorCode::RateLimited));
    }
    assert_eq!(refused, 5);
}

#[tokio::test]
async fn a_slow_reader_is_cut_with_the_reason_and_may_come_back() {
    let place = Place::open().await;
    let cookie = place.cookie("ben").await;
    let mut slow = Socket::open_with_small_buffer(&place.address(), &cookie).await;
    slow.ask(Request::Hello { version: 1, resume: None }).await.unwrap();
    let joined = Joined::from(slow.ask(join(place.room())).await.unwrap());
    let mut others = Vec::new();
    for _ in 1..12 {
        others.push(place.join("ana").await.0);
    }
    // Big messages fill what the kernel holds, many small ones what the server does.
    let text = "😀".repeat(MAX_CHAT_CHARS);
    for round in 0..4 {
        for other in &mut others {
            for n in 0..9 {
                other.send(chat(&text)).await;
                other.send(Request::SetMuted { microphone: n % 2 == 0, camera: round % 2 == 0 }).await;
                other.send(Request::SetMuted { microphone: n % 2 == 1, camera: round % 2 == 0 }).await;
                other.send(Request::SetMuted { microphone: n % 2 == 1, camera: round % 2 == 1 }).await;
            }
        }
        for other in &mut others {
            other.rest().await;
        }
        tokio::time::sleep(Duration::from_millis(1_200)).await;
    }
    assert_eq!(slow.farewell().await, (LeaveAction::Resume, ErrorCode::SlowReader));
    slow.closed().await;
    assert!(place.resume("ben", &joined.token, 0).await.is_ok());
}

#[tokio::test]
async fn a_stopping_server_tells_everybody_to_come_back_and_ends_the_call() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    let mut at_the_door = Socket::open(&place.address(), &place.cookie("ben").await).await;
    let restarted = tokio::spawn(place.restart());
    assert_eq!(ana.farewell().await, (LeaveAction::Reconnect, ErrorCode::ServerStopping));
    assert_eq!(at_the_door.farewell().await, (LeaveAction::Reconnect, ErrorCode::ServerStopping));
    ana.closed().await;
    at_the_door.closed().await;
    let place = restarted.await.unwrap();
    let call = place.record(joined.call, "ana").await.call;
    assert!(call.ended.is_some());
    let (_ana, again) = place.join("ana").await;
    assert_ne!(again.call, joined.call);
}

#[tokio::test]
async fn who_is_logged_out_is_out_of_the_call() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, _) = place.join("ben").await;
    place.log_out("ana").await;
    let (farewell, left) = tokio::join!(ana.farewell(), left(&mut ben));
    assert_eq!(farewell, (LeaveAction::Stop, ErrorCode::SessionEnded));
    assert_eq!(left, joined.me);
}

async fn left(socket: &mut Socket) -> Uuid {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::ParticipantLeft { participant } => Some(participant),
            _ => None,
        })
        .await
}

async fn bad_message(socket: &mut Socket) -> (ErrorCode, Option<u32>) {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::Error { id, code, .. } => Some((code, id)),
            _ => None,
        })
        .await
}
