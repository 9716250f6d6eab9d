//! Every field with its type.

use super::columns::Kind::{Bool, Count, Id, Short, Text, Time};
use super::columns::Presence::{Always, Optional};
use super::columns::has;

#[tokio::test]
async fn a_user_has_an_id() {
    has("users", "id", Id, Always).await;
}

#[tokio::test]
async fn a_username_has_at_most_50_characters() {
    has("users", "username", Short(50), Always).await;
}

#[tokio::test]
async fn an_email_has_at_most_100_characters() {
    has("users", "email", Short(100), Always).await;
}

#[tokio::test]
async fn a_password_hash_has_at_most_128_characters() {
    has("users", "password_hash", Short(128), Always).await;
}

#[tokio::test]
async fn when_a_user_was_last_seen_is_a_moment_or_never() {
    has("users", "last_seen", Time, Optional).await;
}

#[tokio::test]
async fn a_user_is_an_administrator_or_not() {
    has("users", "is_admin", Bool, Always).await;
}

#[tokio::test]
async fn a_user_is_blocked_or_not() {
    has("users", "is_blocked", Bool, Always).await;
}

#[tokio::test]
async fn failed_log_ins_are_a_number() {
    has("users", "failed_logins", Count, Always).await;
}

#[tokio::test]
async fn a_user_was_created_at_a_moment() {
    has("users", "created_at", Time, Always).await;
}

#[tokio::test]
async fn a_token_has_at_most_32_characters() {
    has("users", "token", Short(32), Always).await;
}

#[tokio::test]
async fn a_token_expires_at_a_moment() {
    has("users", "token_expiration", Time, Always).await;
}

#[tokio::test]
async fn a_room_has_an_id() {
    has("rooms", "id", Id, Always).await;
}

#[tokio::test]
async fn a_code_has_at_most_9_characters() {
    has("rooms", "code", Short(9), Always).await;
}

#[tokio::test]
async fn a_room_was_created_at_a_moment() {
    has("rooms", "created_at", Time, Always).await;
}

#[tokio::test]
async fn a_room_has_an_owner() {
    has("rooms", "owner_id", Id, Always).await;
}

#[tokio::test]
async fn a_participant_has_an_id() {
    has("room_participants", "id", Id, Always).await;
}

#[tokio::test]
async fn a_participant_is_a_user_or_a_guest() {
    has("room_participants", "user_id", Id, Optional).await;
}

#[tokio::test]
async fn a_participant_is_in_a_room() {
    has("room_participants", "room_id", Id, Always).await;
}

#[tokio::test]
async fn a_transcript_has_an_id() {
    has("transcripts", "id", Id, Always).await;
}

#[tokio::test]
async fn a_transcript_has_a_text_or_none() {
    has("transcripts", "text", Text, Optional).await;
}

#[tokio::test]
async fn a_transcript_was_created_at_a_moment() {
    has("transcripts", "created_at", Time, Always).await;
}

#[tokio::test]
async fn a_transcript_belongs_to_a_room() {
    has("transcripts", "room_id", Id, Always).await;
}

#[tokio::test]
async fn a_message_has_an_id() {
    has("messages", "id", Id, Always).await;
}

#[tokio::test]
async fn a_message_has_a_text_or_none() {
    has("messages", "text", Text, Optional).await;
}

#[tokio::test]
async fn a_message_was_created_at_a_moment() {
    has("messages", "created_at", Time, Always).await;
}

#[tokio::test]
async fn a_message_is_a_users_or_a_guests() {
    has("messages", "user_id", Id, Optional).await;
}

#[tokio::test]
async fn a_message_belongs_to_a_room() {
    has("messages", "room_id", Id, Always).await;
}
