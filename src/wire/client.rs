//! What a participant says to the server.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One message from a participant: a request with an id that the answer repeats.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ClientFrame {
    /// Chosen by the client, unique among its unanswered requests.
    pub id: u32,
    #[serde(flatten)]
    pub request: Request,
}

/// Everything a participant can ask for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Request {
    /// Let somebody in who waits. Answered by `done`.
    Admit {
        /// From `knock`.
        knock: Uuid,
    },
    /// Send a chat message. Answered by `saved` after it is on disk.
    Chat {
        /// 1 to 4,000 characters.
        text: String,
    },
    /// Take the text of a message of this call away, for everybody. Answered by `done`.
    ClearMessage { message: Uuid },
    /// Take the text of all messages of this call away, for everybody. Answered by `done`.
    ClearMessages {},
    /// Say what a final caption of one's own signing should have been. Answered by `done` after it
    /// is on disk; everybody gets the caption's next revision.
    CorrectCaption {
        segment: Uuid,
        /// 1 to 4,000 characters.
        text: String,
    },
    /// Send somebody away who waits. Answered by `done`.
    Deny {
        /// From `knock`.
        knock: Uuid,
    },
    /// The first message on a socket. Answered by `welcome`, or by `joined` when a resume succeeded.
    Hello {
        version: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resume: Option<Resume>,
    },
    /// Enter a room. Answered by `joined`; before that by `waiting` where there is a lobby.
    Join {
        /// The room's code.
        room: String,
        /// SDP offer of the publish connection (at most one audio and one video m-line).
        offer: String,
        microphone: bool,
        camera: bool,
        /// Where the room asks for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<String>,
    },
    /// Leave for good. Answered by `done`; the server then closes the socket.
    Leave {},
    /// Keep order. Answered by `done`.
    Moderate { participant: Uuid, action: ModerationAction },
    /// A new offer for the publish connection (ICE restart, camera added). Answered by `publish_answer`.
    PublishOffer { sdp: String },
    /// Ask for a new offer of the subscribe connection (ICE restart). Answered by `subscribe_offer`.
    RestartSubscribe {},
    /// Switch the recognition of one's own video on or off. Answered by `done`.
    SetConsent { on: bool },
    /// Tell the others whether one's microphone and camera are on; this also ends the silence that
    /// a moderator imposed. Answered by `done`.
    SetMuted { microphone: bool, camera: bool },
    /// The answer to the subscribe connection's offer. Answered by `done`.
    SubscribeAnswer { sdp: String },
}

/// What is done to somebody in the call.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModerationAction {
    /// Send them away for good.
    Ban,
    /// Nobody hears them until they switch their microphone on again.
    Mute,
    /// Send them away; they may come again.
    Remove,
    /// Nobody sees them, nor is their signing read, until they switch their camera on again.
    StopCamera,
    /// The same for their screen, which takes the camera's place.
    StopScreen,
}

/// Proof of having been here, and how much was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Resume {
    /// From the last `joined` answer.
    pub token: String,
    /// The last `seq` that the client saw; 0 for none.
    pub after: u64,
}
