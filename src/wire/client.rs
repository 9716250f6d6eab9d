//! What a participant says to the server.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
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
    /// Tell how large the others are shown: of each the server sends the smallest picture that fills
    /// its place, and none where nothing is seen of them. The whole list each time; of who is not in
    /// it, and before the first list of all, the best is sent. Answered by `done`.
    SetTiles {
        #[serde(deserialize_with = "tiles")]
        #[schema(max_items = 200)]
        tiles: Vec<TileView>,
    },
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

/// How large somebody is shown, whether they are here already or not.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct TileView {
    pub participant: Uuid,
    /// Of their picture on the screen, in device pixels; 0 where it is not seen.
    pub height: u32,
}

/// Proof of having been here, and how much was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Resume {
    /// From the last `joined` answer.
    pub token: String,
    /// The last `seq` that the client saw; 0 for none.
    pub after: u64,
}

fn tiles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<TileView>, D::Error> {
    let tiles = Vec::<TileView>::deserialize(deserializer)?;
    if tiles.len() > MAX_TILES {
        return Err(D::Error::custom(format_args!("a list has at most {MAX_TILES} tiles")));
    }
    Ok(tiles)
}

/// Twice as many as anybody can see.
const MAX_TILES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_at_most_200_tiles() {
        let frame = |count| {
            let tiles = vec![TileView { participant: Uuid::nil(), height: 720 }; count];
            let text = serde_json::to_string(&ClientFrame { id: 1, request: Request::SetTiles { tiles } }).unwrap();
            serde_json::from_str::<ClientFrame>(&text).map_err(|error| error.to_string())
        };
        assert!(matches!(frame(200).unwrap().request, Request::SetTiles { tiles } if tiles.len() == 200));
        assert!(frame(201).unwrap_err().contains("at most 200"));
    }
}
