//! What a room's refusal is over HTTP.

use axum::http::StatusCode;

use super::Problem;
use crate::room::Refusal;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (status, code) = match &refusal {
            Refusal::Banned => (StatusCode::FORBIDDEN, "banned"),
            Refusal::BadSdp(_) => (StatusCode::UNPROCESSABLE_ENTITY, "bad_sdp"),
            Refusal::CallEnded => (StatusCode::CONFLICT, "call_ended"),
            Refusal::CaptionUnknown => (StatusCode::NOT_FOUND, "caption_unknown"),
            Refusal::Denied => (StatusCode::FORBIDDEN, "denied"),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Refusal::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            Refusal::NoRecogniser => (StatusCode::CONFLICT, "no_recogniser"),
            Refusal::NotInvited => (StatusCode::FORBIDDEN, "not_invited"),
            Refusal::NotSaved => (StatusCode::SERVICE_UNAVAILABLE, "not_saved"),
            Refusal::OutOfOrder => (StatusCode::CONFLICT, "out_of_order"),
            Refusal::PasswordNeeded => (StatusCode::FORBIDDEN, "password_needed"),
            Refusal::PasswordWrong => (StatusCode::FORBIDDEN, "password_wrong"),
            Refusal::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Refusal::Removed => (StatusCode::FORBIDDEN, "removed"),
            Refusal::ResumeExpired => (StatusCode::NOT_FOUND, "resume_expired"),
            Refusal::RoomFull => (StatusCode::CONFLICT, "room_full"),
            Refusal::RoomLocked => (StatusCode::FORBIDDEN, "room_locked"),
            Refusal::RoomUnknown => (StatusCode::NOT_FOUND, "room_unknown"),
            Refusal::ServerStopping => (StatusCode::SERVICE_UNAVAILABLE, "server_stopping"),
            Refusal::SessionEnded => (StatusCode::UNAUTHORIZED, "session_ended"),
            Refusal::TextLength => (StatusCode::UNPROCESSABLE_ENTITY, "text_unusable"),
        };
        let detail = refusal.to_string();
        let mut letters = detail.chars();
        let begin = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        Self::new(status, code, format!("{begin}{}.", letters.as_str()))
    }
}
