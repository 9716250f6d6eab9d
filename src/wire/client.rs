//! What a participant says to the server.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// Send a chat message. Answered by `saved` after it is on disk.
    Chat {
        /// 1 to 4,000 characters.
        text: String,
    },
    /// The first message on a socket. Answered by `welcome`, or by `joined` when a resume succeeded.
    Hello {
        version: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resume: Option<Resume>,
    },
    /// Enter a room. Answered by `joined`.
    Join {
        /// The room's code.
        room: String,
        /// SDP offer of the publish connection (at most one audio and one video m-line).
        offer: String,
        microphone: bool,
        camera: bool,
    },
    /// Leave for good. Answered by `done`; the server then closes the socket.
    Leave {},
    /// A new offer for the publish connection (ICE restart, camera added). Answered by `publish_answer`.
    PublishOffer { sdp: String },
    /// Ask for a new offer of the subscribe connection (ICE restart). Answered by `subscribe_offer`.
    RestartSubscribe {},
    /// Switch the recognition of one's own video on or off. Answered by `done`.
    SetConsent { on: bool },
    /// Tell the others whether one's microphone and camera are on. Answered by `done`.
    SetMuted { microphone: bool, camera: bool },
    /// The answer to the subscribe connection's offer. Answered by `done`.
    SubscribeAnswer { sdp: String },
}

/// Proof of having been here, and how much was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Resume {
    /// From the last `joined` answer.
    pub token: String,
    /// The last `seq` that the client saw; 0 for none.
    pub after: u64,
}
