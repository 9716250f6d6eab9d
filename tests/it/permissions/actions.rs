//! The table of actions on the socket.

use glossa::wire::{Answer, ErrorCode, ModerationAction, Request, TileView};
use serde_json::Value;
use uuid::Uuid;

use super::ACTORS;
use super::cast::Cast;
use crate::server::Server;
use crate::signalling::socket::{Joined, Socket, chat, join};

/// What each actor who has a socket is answered with: `Ok`, or the code of the refusal. Nobody and
/// whoever is blocked have no socket. An unknown knock or message is done with; nothing happens.
type Row = (&'static str, [Result<(), ErrorCode>; 6]);

const TABLE: &[Row] = &[
    ("admit", HOST),
    ("chat", [Ok(()); 6]),
    ("clear_message", KEEPER),
    ("clear_messages", KEEPER),
    // Their own captions alone, whatever they are.
    ("correct_caption", [Err(ErrorCode::CaptionUnknown); 6]),
    ("deny", HOST),
    ("hello", [Err(ErrorCode::OutOfOrder); 6]),
    ("join", [Err(ErrorCode::OutOfOrder); 6]),
    ("leave", [Ok(()); 6]),
    ("moderate", KEEPER),
    ("publish_offer", [Err(ErrorCode::BadSdp); 6]),
    ("restart_subscribe", [Ok(()); 6]),
    ("set_consent", [Ok(()); 6]),
    ("set_muted", [Ok(()); 6]),
    ("set_tiles", [Ok(()); 6]),
    ("subscribe_answer", [Err(ErrorCode::BadSdp); 6]),
];

const NO: Result<(), ErrorCode> = Err(ErrorCode::Forbidden);
/// Guest, member, participant; then moderator, owner, administrator.
const KEEPER: [Result<(), ErrorCode>; 6] = [NO, NO, NO, Ok(()), Ok(()), Ok(())];

/// The lobby is the room's own affair.
const HOST: [Result<(), ErrorCode>; 6] = [NO, NO, NO, Ok(()), Ok(()), NO];

#[tokio::test]
async fn every_action_is_answered_as_the_table_says() {
    let server = Server::start_with(|config| config.rate_limit = 100_000.try_into().unwrap()).await;
    server.admin().await;
    let address = server.addr.to_string();
    let mut wrong = Vec::new();
    for name in actions() {
        let Some((_, expected)) = TABLE.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!("{name} has no row"));
            continue;
        };
        for (actor, expected) in ACTORS[2..].iter().zip(expected) {
            let cast = Cast::call(&server).await;
            // Somebody with nothing but a log-in is there to be dealt with.
            let other = if *actor == "member" { "participant" } else { "member" };
            let (_other, met) = Socket::join(&address, cast.cookie(other), &cast.room.code).await;
            let (mut socket, _) = Socket::join(&address, cast.cookie(actor), &cast.room.code).await;
            let answer = socket.ask(request(&name, &cast, &met)).await.map(|_: Answer| ());
            if answer != *expected {
                wrong.push(format!("{name} by {actor}: {answer:?} instead of {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn nobody_and_whoever_is_blocked_have_no_socket() {
    let server = Server::start().await;
    server.admin().await;
    let cast = Cast::call(&server).await;
    let address = server.addr.to_string();
    for actor in &ACTORS[..2] {
        let opened = Socket::open_from(&address, cast.cookie(actor), &format!("http://{address}")).await;
        assert!(opened.is_err(), "{actor} has a socket");
    }
}

/// The types of all requests, as the API's description lists them.
fn actions() -> Vec<String> {
    let document = serde_json::to_value(glossa::http::document()).unwrap();
    let variants = document["components"]["schemas"]["Request"]["oneOf"].as_array().unwrap();
    let name = |variant: &Value| variant["properties"]["type"]["enum"][0].as_str().unwrap().to_owned();
    variants.iter().map(name).collect()
}

fn request(name: &str, cast: &Cast, other: &Joined) -> Request {
    let nothing = Uuid::nil();
    match name {
        "admit" => Request::Admit { knock: nothing },
        "chat" => chat("hello"),
        "clear_message" => Request::ClearMessage { message: nothing },
        "clear_messages" => Request::ClearMessages {},
        "correct_caption" => Request::CorrectCaption { segment: nothing, text: "hello".to_owned() },
        "deny" => Request::Deny { knock: nothing },
        "hello" => Request::Hello { version: 1, resume: None },
        "join" => join(&cast.room.code),
        "leave" => Request::Leave {},
        "moderate" => Request::Moderate { participant: other.me, action: ModerationAction::Mute },
        "publish_offer" => Request::PublishOffer { sdp: "nonsense".to_owned() },
        "restart_subscribe" => Request::RestartSubscribe {},
        "set_consent" => Request::SetConsent { on: true },
        "set_muted" => Request::SetMuted { microphone: true, camera: true },
        "set_tiles" => Request::SetTiles { tiles: vec![TileView { participant: other.me, height: 0 }] },
        "subscribe_answer" => Request::SubscribeAnswer { sdp: "nonsense".to_owned() },
        unknown => panic!("{unknown} is not asked here"),
    }
}
