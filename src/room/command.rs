//! What a room can be told to do, by sockets or by the server.

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::rules::Standing;
use super::{
    outbox::{Inbox, Letter},
    refusal::Refusal,
    seat::Seat,
    token::ResumeToken,
};
use crate::{
    media::PeerId,
    store,
    wire::{Caption, ClientFrame},
};

/// One order to a room.
pub(super) enum Command {
    /// A member asks for something.
    Ask { peer: PeerId, link: u64, frame: ClientFrame },
    /// The room's settings, or its owner, are others now.
    Changed { info: store::Room },
    /// A signer corrected a caption from outside the call.
    Corrected { caption: Caption },
    /// A member goes for good.
    Depart { peer: PeerId, link: u64 },
    /// End the call for everybody.
    End,
    /// An account has no place here any more.
    Expel { user: Uuid },
    /// Somebody wants to come in. `lobby` tells them that they wait.
    Join { entrance: Entrance, door: Door, lobby: mpsc::Sender<()>, reply: Reply },
    /// A member's socket is gone.
    Lost { peer: PeerId, link: u64 },
    /// Somebody wants to be the member they were.
    Resume { claim: Claim, reply: Reply },
    /// Say whose accounts the members came with.
    RollCall { reply: oneshot::Sender<Vec<Uuid>> },
    /// The sessions of these guests are over.
    Revoke { sessions: Vec<Uuid> },
    /// What the room's list says of somebody is something else now.
    Role { user: Uuid, role: Option<store::RoomRole> },
    /// Send everybody away: the server is stopping.
    Stop,
}

/// Who knocks, as the session knows them.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub who: Who,
    pub name: String,
    pub is_admin: bool,
    /// Only of guests: others are banned by the room's list.
    pub is_banned: bool,
    /// Not a person: the demo signer.
    pub demo: bool,
}

/// By what somebody is known.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Who {
    /// By the session that a link gave them, which is good for one room.
    Guest { session: Uuid, room: Uuid },
    /// By their account.
    User(Uuid),
}

impl Who {
    /// The account, if they have one.
    pub fn user(self) -> Option<Uuid> {
        match self {
            Self::Guest { .. } => None,
            Self::User(user) => Some(user),
        }
    }
}

/// A room's door, as it is for one visitor.
#[derive(Clone, Debug)]
pub struct Door {
    pub(super) room: store::Room,
    pub(super) standing: Standing,
}

/// How somebody comes in.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// The request's id.
    pub id: u32,
    pub visitor: Visitor,
    /// SDP offer of the publish connection.
    pub offer: String,
    pub microphone: bool,
    pub camera: bool,
}

/// Who somebody claims to be.
pub(super) struct Claim {
    /// The request's id.
    pub(super) id: u32,
    pub(super) who: Who,
    pub(super) token: ResumeToken,
    /// The last `seq` they saw.
    pub(super) after: u64,
}

/// Somebody is in.
pub struct Entered {
    pub seat: Seat,
    /// To be written first: the answer to the request, then what was missed.
    pub letters: Vec<Letter>,
    pub inbox: Inbox,
}

pub(super) type Reply = oneshot::Sender<Result<Entered, Refusal>>;
