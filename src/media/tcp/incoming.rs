//! TCP connections of peers, as far as they send.

use std::collections::HashMap;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};
use socket2::{Protocol, Type};

use super::framing::Deframer;
use super::outgoing::Outgoing;
use crate::media::remote::{Datagram, Remote, StreamNumber};
use crate::media::socket::{canonical, unbound};

/// The receiving halves of all connections, with the socket they came to.
pub(in crate::media) struct Incoming {
    /// None where the web server has the address, or another program.
    listener: Option<TcpListener>,
    registry: Registry,
    streams: HashMap<StreamNumber, Half>,
    /// Those that may have more to read.
    ready: Vec<StreamNumber>,
    has_callers: bool,
    newest: NonZeroU32,
    buffer: Box<[u8]>,
}

struct Half {
    socket: Arc<TcpStream>,
    deframer: Deframer,
    from: SocketAddr,
    to: Option<IpAddr>,
    since: Instant,
}

impl Incoming {
    pub(in crate::media) fn new(registry: Registry) -> Self {
        Self {
            listener: None,
            registry,
            streams: HashMap::new(),
            ready: Vec::new(),
            has_callers: false,
            newest: NonZeroU32::MIN,
            buffer: vec![0; READ].into_boxed_slice(),
        }
    }

    /// Listens beside the UDP socket of that address.
    pub(in crate::media) fn listen(&mut self, listen: SocketAddr) -> io::Result<()> {
        let socket = unbound(listen, Type::STREAM, Protocol::TCP)?;
        // A restarted server has the port again at once.
        socket.set_reuse_address(true)?;
        socket.bind(&listen.into())?;
        socket.listen(BACKLOG)?;
        let mut listener = TcpListener::from_std(socket.into());
        self.registry.register(&mut listener, LISTENER, Interest::READABLE)?;
        self.listener = Some(listener);
        Ok(())
    }

    /// Something happened at `token`; returns the connection, where it is one's.
    pub(in crate::media) fn notice(&mut self, token: Token, is_readable: bool) -> Option<StreamNumber> {
        if token == LISTENER {
            self.has_callers = true;
        }
        let number = token.0.checked_sub(FIRST_STREAM).and_then(|number| u32::try_from(number).ok());
        let number = StreamNumber(number.and_then(NonZeroU32::new)?);
        if is_readable && self.streams.contains_key(&number) && !self.ready.contains(&number) {
            self.ready.push(number);
        }
        Some(number)
    }

    /// Takes new connections in; those past the limits are closed at once.
    pub(in crate::media) fn accept(&mut self, now: Instant, outgoing: &mut Outgoing) {
        // Bounded, so that a flood cannot keep packets waiting.
        for _ in 0..ACCEPTED_AT_ONCE {
            let Some(listener) = self.listener.as_ref().filter(|_| self.has_callers) else { return };
            match listener.accept() {
                Ok((socket, _)) => self.take_in(now, socket, outgoing),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.has_callers = false;
                    if error.kind() != io::ErrorKind::WouldBlock {
                        tracing::warn!(%error, "media takes no TCP connections");
                    }
                }
            }
        }
    }

    /// Hands on what came; connections that ended are told in `gone`.
    pub(in crate::media) fn receive(&mut self, gone: &mut Vec<Remote>, mut each: impl FnMut(Datagram<'_>)) {
        for number in std::mem::take(&mut self.ready) {
            let Some(half) = self.streams.get_mut(&number) else { continue };
            let arrival = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let remote = Remote { address: half.from, stream: Some(number) };
            let read = match (&*half.socket).read(&mut self.buffer) {
                Ok(0) => Err(None),
                Ok(len) => half
                    .deframer
                    .push(&mut self.buffer[..len], |bytes| {
                        each(Datagram { bytes, from: remote, to: half.to, arrival });
                    })
                    .map_err(|error| Some(error.to_string())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                Err(error) => Err(Some(error.to_string())),
            };
            match read {
                // The others come first, before it is read on.
                Ok(()) => self.ready.push(number),
                Err(reason) => {
                    tracing::debug!(reason, "a TCP connection of media ended");
                    self.streams.remove(&number);
                    gone.push(remote);
                }
            }
        }
    }

    /// There is more to take in.
    pub(in crate::media) fn is_behind(&self) -> bool {
        self.has_callers || !self.ready.is_empty()
    }

    /// Closes connections that had time to prove themselves, but that nobody `knows`.
    pub(in crate::media) fn expire(&mut self, now: Instant, outgoing: &mut Outgoing, knows: impl Fn(&Remote) -> bool) {
        let is_strange = |(number, half): (&StreamNumber, &Half)| {
            let is_late = now.saturating_duration_since(half.since) >= PATIENCE;
            (is_late && !knows(&Remote { address: half.from, stream: Some(*number) })).then_some(*number)
        };
        let strangers: Vec<_> = self.streams.iter().filter_map(is_strange).collect();
        for number in strangers {
            // Closing a socket takes it off the poll's list.
            self.streams.remove(&number);
            outgoing.close(number);
        }
    }

    /// Takes a connection in, unless there are too many.
    pub(in crate::media) fn take_in(&mut self, now: Instant, socket: TcpStream, outgoing: &mut Outgoing) {
        if let Err(error) = self.open(now, socket, outgoing) {
            tracing::debug!(%error, "a TCP connection of media was not taken");
        }
    }

    fn open(&mut self, now: Instant, mut socket: TcpStream, outgoing: &mut Outgoing) -> io::Result<()> {
        let from = canonical(socket.peer_addr()?);
        let from_there = self.streams.values().filter(|half| half.from.ip() == from.ip()).count();
        if self.streams.len() >= MAX_STREAMS || from_there >= MAX_STREAMS_OF_ONE {
            return Err(io::Error::other("there are too many"));
        }
        socket.set_nodelay(true)?;
        // What the kernel holds comes late, and cannot be taken back.
        socket2::SockRef::from(&socket).set_send_buffer_size(SEND_BUFFER)?;
        self.newest = self.newest.checked_add(1).unwrap_or(NonZeroU32::MIN);
        let number = StreamNumber(self.newest);
        let to = socket.local_addr().ok().map(|address| canonical(address).ip());
        let token = Token(FIRST_STREAM + self.newest.get() as usize);
        self.registry.register(&mut socket, token, Interest::READABLE | Interest::WRITABLE)?;
        let socket = Arc::new(socket);
        outgoing.open(number, socket.clone());
        self.streams.insert(number, Half { socket, deframer: Deframer::default(), from, to, since: now });
        Ok(())
    }
}

/// Tokens below are the worker's own.
const LISTENER: Token = Token(2);
const FIRST_STREAM: usize = 2;
const BACKLOG: i32 = 128;
const ACCEPTED_AT_ONCE: usize = 16;
/// Connections of one worker; a participant has two.
const MAX_STREAMS: usize = 2_048;
/// Connections from one address, behind which there may be an office.
const MAX_STREAMS_OF_ONE: usize = 128;
/// Bytes read from one connection before the next has its turn.
const READ: usize = 64 << 10;
/// Bytes in the kernel: 100 ms of 5 Mbit/s.
const SEND_BUFFER: usize = 64 << 10;
/// How long a connection may go unauthenticated.
const PATIENCE: Duration = Duration::from_secs(10);
