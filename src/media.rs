//! The media plane: RTP in, rewritten, out.
//!
//! Every participant has two connections: on `publish` the browser offers its camera and
//! microphone, on `subscribe` the server offers slots. Who is seen in which slot changes
//! without renegotiation; only more slots need a new offer. Of a camera that comes in several sizes (simulcast layers) each
//! viewer is sent the one that fills their tile, as far as their network takes it, and its sender is told
//! which nobody wants. A room's packets are all
//! handled by one worker thread that owns its socket; nothing on a packet's way locks or allocates.
//!
//! [`Plane`] is all that a room uses. [`remote`], [`rtp`], [`srtp`] and [`udp`] are public for benchmarks: the
//! same parts in a bare loop say what routing costs beside the unavoidable. [`fuzz`] is public for
//! fuzzing, [`simulation`] for measuring what is seen of a call over bad networks.

mod bandwidth;
mod command;
mod dtls;
mod epoch;
mod exit;
mod feedback;
pub mod fuzz;
mod ice;
mod link;
mod outlet;
mod plane;
mod publish;
pub mod remote;
mod ring;
mod router;
mod rtcp;
pub mod rtp;
mod sdp;
mod sequence;
pub mod simulation;
mod slot;
mod socket;
pub mod srtp;
mod subscribe;
mod tap;
mod tcp;
mod tile;
pub mod udp;
mod vp8;
mod worker;

use uuid::Uuid;

pub use plane::{ConnState, JoinRequest, Joined, MediaConfig, MediaError, MediaEvent, Plane, SlotEntry, SlotPlan};
pub use tile::Tile;

pub use crate::wire::MediaKind;

/// A participant, as media knows them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PeerId(pub Uuid);

/// A room, as media knows it: all its packets are handled by one worker.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RoomId(pub Uuid);

/// What the log shows of the crates beneath, unless told otherwise: they tell of each odd packet, and
/// the network is full of them.
pub const LOG_DEFAULTS: &str = "rtc=warn,rtc_=error";
