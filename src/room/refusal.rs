//! The reasons why a room says no.

use crate::wire::{ErrorCode, MAX_CHAT_CHARS};

use super::rules::ROOM_SIZE;

/// Why a room did not do what it was asked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The SDP cannot be used; the sentence says why.
    #[error("this description of the media connection cannot be used: {0}")]
    BadSdp(String),
    /// Something on the server failed; it was logged.
    #[error("the server failed")]
    Internal,
    /// There is no recogniser to consent to.
    #[error("this server has no model to read signing with")]
    NoRecogniser,
    /// The store did not take it.
    #[error("it could not be saved, so it was not sent")]
    NotSaved,
    /// A request that belongs before or after this moment.
    #[error("this request does not belong here")]
    OutOfOrder,
    /// Too many requests of this kind.
    #[error("too many at once: wait a moment")]
    RateLimited,
    /// Nobody to resume.
    #[error("there is nothing to resume: join again")]
    ResumeExpired,
    /// Everybody fits but no more.
    #[error("the room is full: it holds {ROOM_SIZE} people")]
    RoomFull,
    /// No room by that name.
    #[error("there is no such room")]
    RoomUnknown,
    /// The server is going down.
    #[error("the server is stopping")]
    ServerStopping,
    /// A text without a character, or with too many.
    #[error("a message has 1 to {MAX_CHAT_CHARS} characters")]
    TextLength,
}

impl Refusal {
    /// The reason as programs read it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::BadSdp(_) => ErrorCode::BadSdp,
            Self::Internal => ErrorCode::Internal,
            Self::NoRecogniser => ErrorCode::NoRecogniser,
            Self::NotSaved => ErrorCode::NotSaved,
            Self::OutOfOrder => ErrorCode::OutOfOrder,
            Self::RateLimited => ErrorCode::RateLimited,
            Self::ResumeExpired => ErrorCode::ResumeExpired,
            Self::RoomFull => ErrorCode::RoomFull,
            Self::RoomUnknown => ErrorCode::RoomUnknown,
            Self::ServerStopping => ErrorCode::ServerStopping,
            Self::TextLength => ErrorCode::TextLength,
        }
    }
}
