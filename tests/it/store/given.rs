//! Accounts, rooms and words for tests to start from.

use chrono::{DateTime, TimeDelta, Utc};
use glossa::store::{
    Call, NewMessage, NewParticipant, NewTranscript, NewUser, PasswordHash, Room, Slice, Store, TokenDigest, User,
};
use glossa::wire::CaptionSource;
use uuid::Uuid;

/// The first page of a list that is short.
pub(super) fn all() -> Slice {
    Slice::first(100)
}

/// So many seconds after a fixed moment.
pub(super) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

/// An account to make, named like this, with an address at example.org.
pub(super) fn account(name: &str) -> NewUser {
    NewUser {
        username: name.to_owned(),
        email: format!("{name}@example.org"),
        password_hash: PasswordHash("$2b$12$not-a-real-hash".to_owned()),
        is_admin: false,
        created_at: at(0),
        token_digest: TokenDigest::of(&Uuid::now_v7().to_string()),
        token_expiration: at(1_000),
    }
}

pub(super) async fn user(store: &Store, name: &str) -> User {
    store.create_user(account(name)).await.expect("the name is free")
}

pub(super) async fn room(store: &Store, owner: &User, code: &str) -> Room {
    store.create_room(owner.id, code, None, at(0)).await.expect("the code is free")
}

pub(super) async fn call(store: &Store, room: &Room, start: i64) -> Call {
    store.begin_call(room.id, at(start)).await.expect("the room is empty")
}

/// Somebody's participant, joined at the call's start.
pub(super) async fn participant(store: &Store, call: &Call, user: Option<&User>, name: &str) -> Uuid {
    let id = Uuid::now_v7();
    let joined = NewParticipant {
        id,
        room: call.room,
        call: call.id,
        user: user.map(|user| user.id),
        display_name: name.to_owned(),
        joined_at: call.started,
    };
    store.participant_joined(joined).await.expect("the call is open");
    id
}

pub(super) fn message(call: &Call, user: Option<&User>, participant: Uuid, text: &str, seconds: i64) -> NewMessage {
    NewMessage {
        id: Uuid::now_v7(),
        room: call.room,
        call: call.id,
        user: user.map(|user| user.id),
        participant,
        display_name: "anna".to_owned(),
        text: text.to_owned(),
        created_at: at(seconds),
    }
}

pub(super) fn transcript(call: &Call, user: Option<&User>, participant: Uuid, text: &str) -> NewTranscript {
    NewTranscript {
        id: Uuid::now_v7(),
        room: call.room,
        call: call.id,
        user: user.map(|user| user.id),
        participant,
        display_name: "anna".to_owned(),
        text: text.to_owned(),
        created_at: at(9),
        track: "camera".to_owned(),
        revision: 4,
        start_ms: 1_250,
        end_ms: 3_900,
        confidence: 0.875,
        alternatives: vec!["PIXELS".to_owned(), "PIX\"EL".to_owned()],
        source: CaptionSource::Sign,
        language: "ase".to_owned(),
        model: "fingerspelling-ase".to_owned(),
        weights_hash: "ab".repeat(32),
    }
}
