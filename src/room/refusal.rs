//! The reasons why a room says no.

use crate::wire::{ErrorCode, MAX_CHAT_CHARS};

/// Why a room did not do what it was asked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// They were sent away for good.
    #[error("you were sent away from this room for good")]
    Banned,
    /// No caption that this person may correct.
    #[error("you have no such caption in this call")]
    CaptionUnknown,
    /// The call was ended for everybody.
    #[error("the call was ended")]
    CallEnded,
    /// Somebody decided not to let them in.
    #[error("you were not let in")]
    Denied,
    /// The table of rules says no.
    #[error("you may not do that here")]
    Forbidden,
    /// The SDP cannot be used; the sentence says why.
    #[error("this description of the media connection cannot be used: {0}")]
    BadSdp(String),
    /// Something on the server failed; it was logged.
    #[error("the server failed")]
    Internal,
    /// There is no recogniser to consent to.
    #[error("this server has no model to read signing with")]
    NoRecogniser,
    /// The room is for those on its list.
    #[error("only those who were invited may enter this room")]
    NotInvited,
    /// The store did not take it.
    #[error("it could not be saved, so it was not sent")]
    NotSaved,
    /// A request that belongs before or after this moment.
    #[error("this request does not belong here")]
    OutOfOrder,
    /// The room has a password.
    #[error("this room asks for a password")]
    PasswordNeeded,
    /// Another password.
    #[error("that is not this room's password")]
    PasswordWrong,
    /// Too many requests of this kind.
    #[error("too many at once: wait a moment")]
    RateLimited,
    /// They were sent away.
    #[error("you were sent away from this call")]
    Removed,
    /// Nobody to resume.
    #[error("there is nothing to resume: join again")]
    ResumeExpired,
    /// Everybody fits but no more.
    #[error("the room is full")]
    RoomFull,
    /// The door is closed to everybody new.
    #[error("the room is locked: nobody new comes in just now")]
    RoomLocked,
    /// No room by that name.
    #[error("there is no such room")]
    RoomUnknown,
    /// The server is going down.
    #[error("the server is stopping")]
    ServerStopping,
    /// The log-in, or the link, that they came with is over.
    #[error("you are logged out")]
    SessionEnded,
    /// A text without a character, or with too many.
    #[error("a text has 1 to {MAX_CHAT_CHARS} characters")]
    TextLength,
}

impl Refusal {
    /// The reason as programs read it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Banned => ErrorCode::Banned,
            Self::CaptionUnknown => ErrorCode::CaptionUnknown,
            Self::CallEnded => ErrorCode::CallEnded,
            Self::Denied => ErrorCode::Denied,
            Self::Forbidden => ErrorCode::Forbidden,
            Self::BadSdp(_) => ErrorCode::BadSdp,
            Self::Internal => ErrorCode::Internal,
            Self::NoRecogniser => ErrorCode::NoRecogniser,
            Self::NotInvited => ErrorCode::NotInvited,
            Self::NotSaved => ErrorCode::NotSaved,
            Self::OutOfOrder => ErrorCode::OutOfOrder,
            Self::PasswordNeeded => ErrorCode::PasswordNeeded,
            Self::PasswordWrong => ErrorCode::PasswordWrong,
            Self::RateLimited => ErrorCode::RateLimited,
            Self::Removed => ErrorCode::Removed,
            Self::ResumeExpired => ErrorCode::ResumeExpired,
            Self::RoomFull => ErrorCode::RoomFull,
            Self::RoomLocked => ErrorCode::RoomLocked,
            Self::RoomUnknown => ErrorCode::RoomUnknown,
            Self::ServerStopping => ErrorCode::ServerStopping,
            Self::SessionEnded => ErrorCode::SessionEnded,
            Self::TextLength => ErrorCode::TextLength,
        }
    }
}
