//! What a room may ask of media.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, io, thread};

use crossbeam_channel::TrySendError;
use mio::{Poll, Waker};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{mpsc, oneshot};

use super::command::Command;
use super::dtls::Identity;
use super::ice::{Candidate, Transport};
use super::router::Router;
use super::sdp::{PublishOffer, SdpError, SubscribeAnswer};
use super::tcp::Incoming;
use super::tile::Tile;
use super::worker::{self, Worker};
use super::{MediaKind, PeerId, RoomId, udp};
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
    /// The web server has the first worker's address on TCP, and hands on what [`Plane::take_stream`] is
    /// for; else media listens there itself.
    pub shares_tcp: bool,
    /// Answers this machine only, whichever of its addresses is asked: Firefox does not speak to
    /// loopback addresses.
    pub near_only: bool,
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
///
/// Each slot costs a browser milliseconds before the first picture, so it begins with few and gets
/// more when they are needed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SlotPlan {
    pub audio: usize,
    pub video: usize,
    /// Slots of one kind that there may be after all growth.
    pub most: usize,
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
    /// The simulcast layers that this peer is to send, by their `rid`s: what others see of it.
    Layers { peer: PeerId, on: Vec<String> },
    /// Who is shown where in this peer's subscribe connection: the whole table, each time.
    Slots {
        peer: PeerId,
        table: Vec<SlotEntry>,
        /// Somebody has no place in it: [`Plane::more_slots`] makes one.
        is_short: bool,
    },
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
    /// No picture is sent: the viewer's network does not take it.
    pub is_paused: bool,
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
#[derive(Clone)]
pub struct Plane(Arc<[WorkerHandle]>);

struct WorkerHandle {
    address: SocketAddr,
    commands: crossbeam_channel::Sender<Command>,
    waker: Waker,
}

impl Plane {
    /// Opens the sockets and starts the worker threads, named `media-0` and so on.
    pub fn start(config: MediaConfig) -> Result<Self, MediaError> {
        let identity = Arc::new(Identity::generate().map_err(io::Error::other)?);
        let workers = (0..config.workers.max(1)).map(|index| {
            let mut listen = config.listen;
            if listen.port() != 0 {
                let port = u16::try_from(index).ok().and_then(|index| listen.port().checked_add(index));
                listen.set_port(port.ok_or_else(|| io::Error::other("there are not so many ports"))?);
            }
            start_worker(
                index,
                MediaConfig { listen, shares_tcp: config.shares_tcp && index == 0, ..config },
                identity.clone(),
            )
        });
        Ok(Self(workers.collect::<io::Result<_>>()?))
    }

    /// Takes a participant in: creates both connections and gives the peer's media to everyone in
    /// the room, theirs to the peer.
    pub async fn join(&self, request: JoinRequest) -> Result<Joined, MediaError> {
        let JoinRequest { room, peer, offer, slots, events } = request;
        let offer = Box::new(PublishOffer::read(&offer)?);
        self.ask(room, |reply| Command::Join { room, peer, offer, slots, events, reply }).await
    }

    /// The browser's answer to [`Joined::subscribe_offer`] or to a later offer.
    pub async fn subscribe_answer(&self, room: RoomId, peer: PeerId, sdp: String) -> Result<(), MediaError> {
        let answer = Box::new(SubscribeAnswer::read(&sdp)?);
        self.ask(room, |reply| Command::SubscribeAnswer { room, peer, answer, reply }).await
    }

    /// A new offer for the publish connection (ICE restart, a track added); returns the answer.
    pub async fn publish_offer(&self, room: RoomId, peer: PeerId, sdp: String) -> Result<String, MediaError> {
        let offer = Box::new(PublishOffer::read(&sdp)?);
        self.ask(room, |reply| Command::PublishOffer { room, peer, offer, reply }).await
    }

    /// A new offer for the subscribe connection with fresh ICE credentials.
    pub async fn restart_subscribe(&self, room: RoomId, peer: PeerId) -> Result<String, MediaError> {
        self.ask(room, |reply| Command::RestartSubscribe { room, peer, reply }).await
    }

    /// A new offer for the subscribe connection with more slots, as far as the plan goes. While an
    /// earlier one is unanswered, that one again.
    pub async fn more_slots(&self, room: RoomId, peer: PeerId) -> Result<String, MediaError> {
        self.insist(room, |reply| Command::MoreSlots { room, peer, reply }).await
    }

    /// How large this peer shows others: each is sent the smallest picture that fills its tile. The
    /// whole list, each time; it holds for those who come later as well.
    pub async fn set_tiles(&self, room: RoomId, peer: PeerId, tiles: HashMap<PeerId, Tile>) -> Result<(), MediaError> {
        self.insist(room, |reply| Command::SetTiles { room, peer, tiles, reply }).await
    }

    /// Forgets a peer and both connections. Unknown peers are fine.
    pub async fn leave(&self, room: RoomId, peer: PeerId) {
        let _stopped = self.insist(room, |reply| Command::Leave { room, peer, reply }).await;
    }

    /// Gives nobody the peer's sound or picture, nor the tap, until it is held no longer.
    pub async fn hold(&self, room: RoomId, peer: PeerId, kind: MediaKind, on: bool) {
        let _stopped = self.insist(room, |reply| Command::Hold { room, peer, kind, on, reply }).await;
    }

    /// Copies the peer's video to `sink`, from its next key frame on; a former sink is dropped.
    pub async fn tap(&self, room: RoomId, peer: PeerId, sink: Box<dyn FrameSink>) -> Result<(), MediaError> {
        self.ask(room, |reply| Command::Tap { room, peer, sink, reply }).await
    }

    /// Ends [`Plane::tap`]: when this returns, the sink is dropped.
    pub async fn untap(&self, room: RoomId, peer: PeerId) {
        let _stopped = self.insist(room, |reply| Command::Untap { room, peer, reply }).await;
    }

    /// Takes over a TCP connection on the first worker's address, from before anything was read of it.
    pub fn take_stream(&self, stream: std::net::TcpStream) {
        // A worker that is too busy to take it lets it go: the browser tries again.
        let _ = self.0[0].send(Command::Stream(stream));
    }

    /// Says goodbye to everyone and ends the worker threads; every later call answers
    /// [`MediaError::Stopped`].
    pub fn stop(&self) {
        for worker in self.0.iter() {
            // A full queue is drained in milliseconds by a worker that lives.
            let _ = worker.commands.send_timeout(Command::Stop, STOP_PATIENCE);
            let _ = worker.waker.wake();
        }
    }

    /// The UDP address of the first worker.
    pub fn local_addr(&self) -> SocketAddr {
        self.0[0].address
    }

    async fn ask<T>(
        &self,
        room: RoomId,
        command: impl FnOnce(oneshot::Sender<Result<T, MediaError>>) -> Command,
    ) -> Result<T, MediaError> {
        let (reply, answer) = oneshot::channel();
        self.worker_of(room).send(command(reply)).map_err(|(_, error)| error)?;
        answer.await.unwrap_or(Err(MediaError::Stopped))
    }

    /// As [`Plane::ask`], for what must not be refused because the queue is full.
    async fn insist<T>(
        &self,
        room: RoomId,
        command: impl FnOnce(oneshot::Sender<Result<T, MediaError>>) -> Command,
    ) -> Result<T, MediaError> {
        let (reply, answer) = oneshot::channel();
        let mut command = command(reply);
        loop {
            match self.worker_of(room).send(command) {
                Ok(()) => break,
                Err((returned, MediaError::Busy)) => command = returned,
                Err((_, error)) => return Err(error),
            }
            tokio::time::sleep(RETRY_AFTER).await;
        }
        answer.await.unwrap_or(Err(MediaError::Stopped))
    }

    fn worker_of(&self, room: RoomId) -> &WorkerHandle {
        // Random bits of a UUID, v4 or v7, are at its end.
        &self.0[(room.0.as_u128() % self.0.len() as u128) as usize]
    }
}

impl fmt::Debug for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|worker| worker.address)).finish()
    }
}

impl From<SdpError> for MediaError {
    fn from(error: SdpError) -> Self {
        Self::BadSdp(error.to_string())
    }
}

impl WorkerHandle {
    fn send(&self, command: Command) -> Result<(), (Command, MediaError)> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(command) => (command, MediaError::Busy),
            TrySendError::Disconnected(command) => (command, MediaError::Stopped),
        })?;
        // It fails only when the worker is gone; then its answer never comes, which says so.
        let _ = self.waker.wake();
        Ok(())
    }
}

fn start_worker(index: usize, config: MediaConfig, identity: Arc<Identity>) -> io::Result<WorkerHandle> {
    // Who is not near is turned away by the router.
    let listen = if config.near_only { everywhere(config.listen) } else { config.listen };
    let poll = Poll::new()?;
    let mut streams = Incoming::new(poll.registry().try_clone()?);
    // Any free port of UDP may be taken on TCP: then another one will do.
    let mut tries = if listen.port() == 0 { TRIES } else { 1 };
    let (socket, listening) = loop {
        let socket = udp::open(listen)?;
        let listening = if config.shares_tcp { Ok(()) } else { streams.listen(socket.local_addr()?) };
        tries -= 1;
        if listening.is_ok() || tries == 0 {
            break (socket, listening);
        }
    };
    let address = socket.local_addr()?;
    if let Err(error) = &listening {
        // Who cannot send UDP cannot come; everybody else can.
        tracing::warn!(%error, %address, "media does not listen on TCP");
    }
    let waker = Waker::new(poll.registry(), worker::COMMANDS)?;
    let candidates = candidates(address, &config, listening.is_ok());
    let (commands, queue) = crossbeam_channel::bounded(MAX_COMMANDS);
    let router = Router::new(Instant::now(), identity, candidates, config.near_only, StdRng::from_os_rng());
    let worker = Worker::new(poll, socket, streams, queue, router)?;
    thread::Builder::new().name(format!("media-{index}")).spawn(|| worker.run())?;
    Ok(WorkerHandle { address, commands, waker })
}

/// What browsers are told to send to.
fn candidates(local: SocketAddr, config: &MediaConfig, is_over_tcp: bool) -> Arc<[Candidate]> {
    let mut hosts = udp::host_addresses();
    hosts.retain(|ip| local.is_ipv6() || ip.is_ipv4());
    let (udp, tcp) = match config.public {
        Some(ip) => (vec![ip], vec![ip]),
        None if config.near_only => {
            let own = config.listen.ip();
            hosts.retain(|ip| !ip.is_loopback());
            hosts.truncate(MAX_NEAR);
            ([&[own], &hosts[..]].concat(), vec![own])
        }
        None if local.ip().is_unspecified() => (hosts.clone(), hosts),
        None => (vec![local.ip()], vec![local.ip()]),
    };
    let of = |ips: Vec<IpAddr>, transport| {
        ips.into_iter().map(move |ip| Candidate { address: SocketAddr::new(ip, local.port()), transport })
    };
    of(udp, Transport::Udp).chain(of(tcp, Transport::Tcp).filter(|_| is_over_tcp)).collect()
}

/// All addresses of that family.
fn everywhere(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, address.port()).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, address.port()).into(),
    }
}

/// Addresses beside the loopback one of which a browser on this machine needs but one.
const MAX_NEAR: usize = 2;
/// For a port that UDP and TCP have free.
const TRIES: u32 = 8;
/// Commands that wait for a worker; when they are more, the asker is told `Busy`.
const MAX_COMMANDS: usize = 256;
const RETRY_AFTER: Duration = Duration::from_millis(5);
const STOP_PATIENCE: Duration = Duration::from_millis(200);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_only_names_loopback_first_and_takes_tcp_nowhere_else() {
        let listen = "127.0.0.1:8900".parse().unwrap();
        let config = MediaConfig { listen, public: None, workers: 1, shares_tcp: true, near_only: true };
        let found = candidates(everywhere(listen), &config, true);
        let own = |transport| Candidate { address: listen, transport };
        assert_eq!(found[0], own(Transport::Udp));
        let is_tcp = |candidate: &&Candidate| candidate.transport == Transport::Tcp;
        assert_eq!(found.iter().filter(is_tcp).copied().collect::<Vec<_>>(), [own(Transport::Tcp)]);
    }
}
