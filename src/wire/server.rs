//! What the server says to a participant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ModerationAction;

/// One message to a participant.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ServerFrame {
    /// Set on what is replayed after a resume (chat, final captions); rises by one within a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    #[serde(flatten)]
    pub message: ServerMessage,
}

/// Everything the server can say.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// A request succeeded.
    Answer { id: u32, result: Answer },
    /// A caption, new or revised. A final one is sent after it is on disk.
    Caption { caption: Caption },
    /// A chat message of anyone, the sender included, sent after it is on disk.
    Chat { message: ChatMessage },
    /// A request failed (`id` set), or something is wrong with the connection (`id` absent).
    Error {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<u32>,
        code: ErrorCode,
        /// For people; may change. Programs read `code`.
        detail: String,
    },
    /// Somebody waits to be let in; told to those who may do so.
    Knock { knock: Uuid, name: String },
    /// They wait no longer: somebody decided, or they went.
    KnockGone { knock: Uuid },
    /// The simulcast layers that one is to send from now on, by their `rid`s: what somebody sees, and
    /// at least one. Without a word all are sent. Told anew after a resume.
    Layers { rids: Vec<String> },
    /// The server is about to close this socket and says what to do.
    Leave { action: LeaveAction, code: ErrorCode, detail: String },
    /// The state of one's own media connections changed.
    Media { publish: MediaState, subscribe: MediaState },
    /// The text of a message was taken away, or of all messages so far when none is named.
    MessageCleared { message: Option<Uuid> },
    /// Somebody who keeps order did this to oneself; `by` is their name.
    Moderated { action: ModerationAction, by: String },
    /// Somebody's name, microphone, camera, consent or role changed.
    ParticipantChanged { participant: Participant },
    /// Somebody came.
    ParticipantJoined { participant: Participant },
    /// Somebody went (after the 30 s in which they may resume, or at once when they said so).
    ParticipantLeft { participant: Uuid },
    /// The room's settings changed.
    RoomChanged { room_title: Option<String>, locked: bool, lobby: bool, history: bool },
    /// Which `mid` of the subscribe connection shows whom: the whole table, each time.
    Slots { slots: Vec<SlotView> },
    /// A new offer of the subscribe connection, with more slots; to be answered by
    /// `subscribe_answer`.
    SubscribeOffer { sdp: String },
}

/// The typed answers to requests.
#[expect(clippy::large_enum_variant, reason = "an answer is made once and written at once")]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing more to say.
    Done {},
    /// Answers `join`, and `hello` with a successful `resume` (then without SDP).
    Joined {
        /// One's own participant.
        me: Uuid,
        /// Everyone in the room, oneself included.
        participants: Vec<Participant>,
        call: Uuid,
        room: String,
        room_title: Option<String>,
        /// When the call began: captions' clock.
        call_started: DateTime<Utc>,
        /// For `hello.resume` after a drop.
        resume_token: String,
        /// Highest `seq` so far in this call.
        seq: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        publish_answer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subscribe_offer: Option<String>,
        slots: Vec<SlotView>,
        /// What was said in this call so far (newest 200), empty on resume.
        chat: Vec<ChatMessage>,
        /// Final captions of this call so far (newest 200), empty on resume.
        captions: Vec<Caption>,
        /// Whether this server can read signing (a model is loaded).
        recogniser: bool,
        /// What one is here.
        role: ParticipantRole,
        /// Nobody new comes in.
        locked: bool,
        /// Who comes waits until somebody lets them in.
        lobby: bool,
        /// What is said is stored; if not, who comes is not told what was said before.
        history: bool,
    },
    PublishAnswer {
        sdp: String,
    },
    /// A chat message is on disk, or, in a room without history, on its way to everyone.
    Saved {
        message: Uuid,
        at: DateTime<Utc>,
    },
    SubscribeOffer {
        sdp: String,
    },
    /// Answers `join` while nobody has decided yet.
    Waiting {},
    /// Answers `hello`.
    Welcome {
        version: u32,
    },
}

/// Machine-readable reasons.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The message is not valid JSON of this protocol.
    BadMessage,
    /// An SDP that cannot be used.
    BadSdp,
    /// Somebody who keeps order here sent this person away for good.
    Banned,
    /// No caption of one's own, or not in this call.
    CaptionUnknown,
    /// The call was ended for everybody, or its room is gone.
    CallEnded,
    /// Nobody lets this person in.
    Denied,
    /// The socket came back elsewhere with the same resume token.
    Displaced,
    /// This account may not do that.
    Forbidden,
    /// The server failed; it was logged.
    Internal,
    /// Only those who were invited may enter this room.
    NotInvited,
    /// The room's history could not be saved; nothing was sent on.
    NotSaved,
    /// `join` or `hello` comes first.
    OutOfOrder,
    /// No recogniser is loaded on this server.
    NoRecogniser,
    /// The room asks for a password.
    PasswordNeeded,
    /// That is not the room's password.
    PasswordWrong,
    /// More than 10 chat messages a second, far more requests than a client needs, or too many wrong
    /// passwords of rooms.
    RateLimited,
    /// Somebody who keeps order here sent this person away.
    Removed,
    /// The resume token is unknown or older than 30 s: join again.
    ResumeExpired,
    /// The room has as many people as it holds.
    RoomFull,
    /// Nobody new comes in just now.
    RoomLocked,
    /// No such room.
    RoomUnknown,
    /// The server is stopping.
    ServerStopping,
    /// The log-in ended.
    SessionEnded,
    /// This client reads too slowly: its outbox is full.
    SlowReader,
    /// A text is empty or too long.
    TextLength,
    /// Another version of the protocol is spoken here.
    VersionUnsupported,
}

/// What a client does when the server closes its socket.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaveAction {
    /// Open a new socket and join anew.
    Reconnect,
    /// Open a new socket and resume.
    Resume,
    /// Stay away and show the reason.
    Stop,
}

/// Where one of the two media connections stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    Connected,
    Connecting,
    /// Nothing authenticated came for 30 s.
    Lost,
}

/// Sound or picture.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Audio,
    Video,
}

/// A person in the call. One account in two tabs is two participants.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Participant {
    pub id: Uuid,
    pub name: String,
    /// The account; absent for guests.
    pub user: Option<Uuid>,
    pub joined: DateTime<Utc>,
    pub microphone: bool,
    pub camera: bool,
    /// This person lets the server read their signing.
    pub consent: bool,
    /// Not a person: the demo signer.
    #[serde(default)]
    pub demo: bool,
    pub role: ParticipantRole,
}

/// What somebody is in the call.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantRole {
    /// Came by a link, without an account.
    Guest,
    Member,
    Moderator,
    Owner,
}

/// One slot of the subscribe connection.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct SlotView {
    pub mid: String,
    pub kind: MediaKind,
    /// Nobody when the slot is free.
    pub participant: Option<Uuid>,
    /// Why no picture is sent, when none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<PauseReason>,
}

/// Why the picture of somebody who sends one is not sent on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The viewer's network does not take it beside the others.
    Bandwidth,
}

/// A saved chat message.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ChatMessage {
    pub id: Uuid,
    /// The participant who sent it.
    pub participant: Option<Uuid>,
    pub name: String,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// A caption: text that a machine read from someone's signing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Caption {
    /// One stretch of signing; revisions of a caption share it.
    pub segment: Uuid,
    /// Rises with each change of this segment.
    pub revision: u32,
    pub stage: CaptionStage,
    pub participant: Uuid,
    /// The signer's name.
    pub name: String,
    /// Which of the signer's tracks was read.
    pub track: String,
    pub text: String,
    /// The first characters of `text` that will not change any more, counted in characters.
    pub stable: u32,
    /// Milliseconds since the call began.
    pub start_ms: u64,
    pub end_ms: u64,
    /// 0 to 1.
    pub confidence: f32,
    /// Other readings, best first.
    pub alternatives: Vec<String>,
    /// ISO 639-3, e.g. `ase`.
    pub language: String,
    pub source: CaptionSource,
    /// Name of the weights that read it.
    pub model: String,
    /// A machine made this text. No longer, once its signer corrected it.
    pub machine: bool,
    /// Who corrected it.
    pub corrected_by: Option<String>,
}

/// Whether a caption may still change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptionStage {
    Final,
    Interim,
    /// Take it back: the signer withdrew consent, or it was nothing.
    Retracted,
}

/// Where a caption comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptionSource {
    Sign,
    Typed,
}
