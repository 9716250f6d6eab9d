//! What a room may ask of media.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::sync::mpsc;

use super::{MediaKind, PeerId, RoomId};
use crate::video::FrameSink;

/// Where media listens.
#[derive(Clone, Debug)]
pub struct MediaConfig {
    /// UDP address of the first worker; port 0 takes any free port.
    pub listen: SocketAddr,
    /// The address told to browsers, when it differs from the one listened on (NAT).
    pub public: Option<IpAddr>,
    /// Worker threads, each with its own port counted up from `listen`; at least one.
    pub workers: usize,
}

/// A participant who wants to send and to see.
#[derive(Debug)]
pub struct JoinRequest {
    pub room: RoomId,
    pub peer: PeerId,
    /// SDP offer of the publish connection.
    pub offer: String,
    pub slots: SlotPlan,
    /// Where this peer's [`MediaEvent`]s go. An event that finds the channel full is not lost: the
    /// newest state and the newest slot table are offered again until they fit.
    pub events: mpsc::Sender<MediaEvent>,
}

/// How many others a peer can hear and see at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SlotPlan {
    pub audio: usize,
    pub video: usize,
}

/// What a joining participant is told.
#[derive(Clone, Debug)]
pub struct Joined {
    pub publish_answer: String,
    pub subscribe_offer: String,
}

/// What media tells a room.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MediaEvent {
    /// Who is shown where in this peer's subscribe connection: the whole table, each time.
    Slots { peer: PeerId, table: Vec<SlotEntry> },
    /// A connection of this peer came up or was lost.
    State { peer: PeerId, publish: ConnState, subscribe: ConnState },
}

/// One slot of a subscribe connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SlotEntry {
    /// The media section's `mid` in the subscribe offer.
    pub mid: String,
    pub kind: MediaKind,
    /// Nobody when the slot is free.
    pub source: Option<PeerId>,
}

/// Where a connection stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConnState {
    Connected,
    Connecting,
    /// Nothing authenticated came for 30 s, or the handshake failed; a restart of ICE or a new
    /// join may bring it back.
    Lost,
}

/// Why media refused.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// This peer is in this room already.
    #[error("the participant is already connected")]
    AlreadyJoined,
    /// The SDP cannot be used; the sentence says what is missing.
    #[error("the session description cannot be used: {0}")]
    BadSdp(String),
    /// The worker's command queue is full.
    #[error("the media plane is overloaded")]
    Busy,
    /// The socket could not be opened.
    #[error("the media socket could not be opened: {0}")]
    Socket(#[from] io::Error),
    /// The plane was stopped.
    #[error("the media plane is not running")]
    Stopped,
    /// No such peer in this room.
    #[error("the participant is not connected")]
    UnknownPeer,
}

/// The media workers; clones share them.
#[derive(Clone, Debug)]
pub struct Plane {
    local: SocketAddr,
}

impl Plane {
    /// Opens the sockets and starts the worker threads.
    pub fn start(config: MediaConfig) -> Result<Self, MediaError> {
        Ok(Self { local: config.listen })
    }

    /// Takes a participant in: creates both connections and gives the peer's media to everyone in
    /// the room, theirs to the peer.
    pub async fn join(&self, _request: JoinRequest) -> Result<Joined, MediaError> {
        Err(MediaError::Stopped)
    }

    /// The browser's answer to [`Joined::subscribe_offer`] or to a restart's offer.
    pub async fn subscribe_answer(&self, _room: RoomId, _peer: PeerId, _sdp: String) -> Result<(), MediaError> {
        Err(MediaError::Stopped)
    }

    /// A new offer for the publish connection (ICE restart, a track added); returns the answer.
    pub async fn publish_offer(&self, _room: RoomId, _peer: PeerId, _sdp: String) -> Result<String, MediaError> {
        Err(MediaError::Stopped)
    }

    /// A new offer for the subscribe connection with fresh ICE credentials.
    pub async fn restart_subscribe(&self, _room: RoomId, _peer: PeerId) -> Result<String, MediaError> {
        Err(MediaError::Stopped)
    }

    /// Forgets a peer and both connections. Unknown peers are fine.
    pub async fn leave(&self, _room: RoomId, _peer: PeerId) {}

    /// Copies the peer's video to `sink`, from its next key frame on; a former sink is dropped.
    pub async fn tap(&self, _room: RoomId, _peer: PeerId, _sink: Box<dyn FrameSink>) -> Result<(), MediaError> {
        Err(MediaError::Stopped)
    }

    /// Ends [`Plane::tap`]: when this returns, the sink is dropped.
    pub async fn untap(&self, _room: RoomId, _peer: PeerId) {}

    /// Ends the worker threads; every later call answers [`MediaError::Stopped`].
    pub fn stop(&self) {}

    /// The UDP address of the first worker.
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }
}
