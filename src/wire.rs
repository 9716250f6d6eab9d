//! The protocol that participants speak with the server, version 1.
//!
//! JSON text frames over one WebSocket per participant at `/api/v1/ws`; the cookie of the browser
//! session, or of a guest's, says who is asking and `Origin` must be ours. A client may send `hello` and `join`
//! without waiting in between.
//!
//! 1. The client says `hello` with its version. A client that was here before adds `resume`.
//! 2. It says `join` with the room and the SDP offer of its publish connection. The answer carries
//!    the SDP answer, the server's offer for the subscribe connection (fixed slots, renegotiated
//!    only to restart ICE) and everything that is true in the room now.
//!    In a room with a lobby `waiting` comes first; the same request is answered again by `joined`
//!    when somebody lets them in, or by the error `denied`.
//! 3. It says `subscribe_answer`. From then on `slots` tells which `mid` of the subscribe
//!    connection shows whom.
//!
//! Every request has an `id` that its `answer` or `error` repeats. What must not be missed (chat,
//! its clearing, final captions) carries a sequence number `seq`; after a drop, `hello` with
//! `resume: {token, after}` within 30 seconds brings back the same participant and replays what
//! came after `after`. Nobody else sees the drop. What is not numbered is not replayed but told
//! anew: `joined` says who is here, and interim captions that are still open follow it, so a client
//! forgets those it had. The server stamps every sender itself.
//!
//! A camera may be offered in several sizes (simulcast, RFC 8853; `rid`s from the lowest to the highest,
//! at most three). `set_tiles` says how large one shows whom, and `layers` which of one's own sizes
//! anybody has a use for.
//!
//! The server asks by WebSocket pings whether a client is there, and drops a socket that is silent
//! for 9 seconds.

mod client;
mod rest;
mod server;

pub use client::{ClientFrame, ModerationAction, Request, Resume, TileView};
pub use rest::{
    Access, AdminRoom, AdminSession, AdminUser, AdminUserChange, ApiToken, AuditLine, CallRecord, CallSummary,
    Credentials, Database, Deletion, EntryLink, Found, FoundKind, GuestEntry, GuestInfo, GuestLink, Health, Invite,
    LinkToken, ModelInfo, NewGuestLink, NewInvite, NewOwner, NewRoom, Page, PasswordChange, PasswordReset,
    PasswordResetRequest, PersonRole, ProblemBody, ProfileChange, Registration, RegistrationMode, RoleChange,
    RoomChange, RoomInfo, RoomPerson, RoomRole, ServerStatus, SessionInfo, Settings, SetupRequest,
    TranscriptCorrection, TranscriptLine, UserInfo,
};
pub use server::{
    Answer, Caption, CaptionSource, CaptionStage, ChatMessage, ErrorCode, LeaveAction, MediaKind, MediaState,
    Participant, ParticipantRole, PauseReason, ServerFrame, ServerMessage, SlotView,
};

/// The version of the protocol that this server speaks.
pub const PROTOCOL_VERSION: u32 = 1;
/// Longest chat message, in characters.
pub const MAX_CHAT_CHARS: usize = 4_000;
/// Largest WebSocket message that either side accepts, in bytes: an SDP offer of a browser with
/// all its codecs is about 8 kB, its answer to a hundred slots of each kind about 120 kB.
pub const MAX_FRAME_BYTES: usize = 256 * 1024;
/// How long a dropped participant may come back as the same one, in seconds.
pub const RESUME_SECONDS: u64 = 30;
