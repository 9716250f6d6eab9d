//! What a room can be told to do, by sockets or by the server.

use tokio::sync::oneshot;
use uuid::Uuid;

use super::{
    outbox::{Inbox, Letter},
    refusal::Refusal,
    seat::Seat,
    token::ResumeToken,
};
use crate::{media::PeerId, wire::ClientFrame};

/// One order to a room.
pub(super) enum Command {
    /// A member asks for something.
    Ask { peer: PeerId, link: u64, frame: ClientFrame },
    /// Send everybody away and end the call.
    End,
    /// A member goes for good.
    Depart { peer: PeerId, link: u64 },
    /// An account has no place here any more.
    Expel { user: Uuid },
    /// Somebody wants to come in.
    Join { entrance: Entrance, reply: Reply },
    /// A member's socket is gone.
    Lost { peer: PeerId, link: u64 },
    /// Somebody wants to be the member they were.
    Resume { claim: Claim, reply: Reply },
    /// Say whose accounts the members came with.
    RollCall { reply: oneshot::Sender<Vec<Uuid>> },
    /// Send everybody away: the server is stopping.
    Stop,
}

/// Who knocks, as the session knows them.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub user: Uuid,
    pub name: String,
    /// Not a person: the demo signer.
    pub demo: bool,
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
    pub(super) user: Uuid,
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
