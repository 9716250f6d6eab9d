//! What a room asks of a worker, with a place for the answer.

use std::collections::HashMap;
use std::net::TcpStream;
use std::time::Instant;

use tokio::sync::{mpsc, oneshot};

use super::router::Router;
use super::sdp::{PublishOffer, SubscribeAnswer};
use super::tile::Tile;
use super::udp::Sender;
use super::{Joined, MediaError, MediaEvent, MediaKind, PeerId, RoomId, SlotPlan};
use crate::video::FrameSink;

type Reply<T> = oneshot::Sender<Result<T, MediaError>>;

/// Descriptions are parsed before they come here.
pub(super) enum Command {
    Hold {
        room: RoomId,
        peer: PeerId,
        kind: MediaKind,
        on: bool,
        reply: Reply<()>,
    },
    Join {
        room: RoomId,
        peer: PeerId,
        offer: Box<PublishOffer>,
        slots: SlotPlan,
        events: mpsc::Sender<MediaEvent>,
        reply: Reply<Joined>,
    },
    Leave {
        room: RoomId,
        peer: PeerId,
        reply: Reply<()>,
    },
    MoreSlots {
        room: RoomId,
        peer: PeerId,
        reply: Reply<String>,
    },
    PublishOffer {
        room: RoomId,
        peer: PeerId,
        offer: Box<PublishOffer>,
        reply: Reply<String>,
    },
    RestartSubscribe {
        room: RoomId,
        peer: PeerId,
        reply: Reply<String>,
    },
    SetTiles {
        room: RoomId,
        peer: PeerId,
        tiles: HashMap<PeerId, Tile>,
        reply: Reply<()>,
    },
    Stop,
    /// A TCP connection that the web server took in.
    Stream(TcpStream),
    SubscribeAnswer {
        room: RoomId,
        peer: PeerId,
        answer: Box<SubscribeAnswer>,
        reply: Reply<()>,
    },
    Tap {
        room: RoomId,
        peer: PeerId,
        sink: Box<dyn FrameSink>,
        reply: Reply<()>,
    },
    Untap {
        room: RoomId,
        peer: PeerId,
        reply: Reply<()>,
    },
}

impl Command {
    /// Answers may find that nobody waits any more; that is fine.
    pub(super) fn carry_out(self, now: Instant, router: &mut Router, sender: &mut Sender) {
        match self {
            Self::Hold { room, peer, kind, on, reply } => {
                router.hold(room, peer, kind, on);
                let _ = reply.send(Ok(()));
            }
            Self::Join { room, peer, offer, slots, events, reply } => {
                let answer = router.join(now, (room, peer), *offer, slots, events);
                if let Err(Ok(_)) = reply.send(answer) {
                    // The asker gave up: nobody would ever say that this peer leaves.
                    router.leave(now, room, peer, sender);
                }
            }
            Self::Leave { room, peer, reply } => {
                router.leave(now, room, peer, sender);
                let _ = reply.send(Ok(()));
            }
            Self::MoreSlots { room, peer, reply } => {
                let _ = reply.send(router.more_slots(room, peer));
            }
            Self::PublishOffer { room, peer, offer, reply } => {
                let _ = reply.send(router.publish_offer(now, room, peer, *offer));
            }
            Self::RestartSubscribe { room, peer, reply } => {
                let _ = reply.send(router.restart_subscribe(room, peer));
            }
            Self::SetTiles { room, peer, tiles, reply } => {
                let _ = reply.send(router.set_tiles(room, peer, tiles));
            }
            // The worker's own.
            Self::Stop | Self::Stream(_) => {}
            Self::SubscribeAnswer { room, peer, answer, reply } => {
                let _ = reply.send(router.subscribe_answer(now, room, peer, &answer));
            }
            Self::Tap { room, peer, sink, reply } => {
                let _ = reply.send(router.tap(room, peer, sink));
            }
            Self::Untap { room, peer, reply } => {
                router.untap(room, peer);
                let _ = reply.send(Ok(()));
            }
        }
    }
}
