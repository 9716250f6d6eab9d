//! One thread that owns one socket.

use std::io;
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver as Commands;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};

use super::command::Command;
use super::remote::Remote;
use super::router::Router;
use super::tcp::Incoming;
use super::udp::{Receiver, Sender};

/// What a worker thread owns.
pub(super) struct Worker {
    poll: Poll,
    socket: Arc<UdpSocket>,
    receiver: Receiver,
    sender: Sender,
    streams: Incoming,
    /// TCP connections that ended in this turn.
    gone: Vec<Remote>,
    commands: Commands<Command>,
    router: Router,
}

impl Worker {
    pub(super) fn new(
        poll: Poll,
        socket: Arc<UdpSocket>,
        streams: Incoming,
        commands: Commands<Command>,
        router: Router,
    ) -> io::Result<Self> {
        let receiver = Receiver::new(socket.clone())?;
        let sender = Sender::new(socket.clone())?;
        poll.registry().register(&mut SourceFd(&socket.as_raw_fd()), SOCKET, Interest::READABLE)?;
        Ok(Self { poll, socket, receiver, sender, streams, gone: Vec::new(), commands, router })
    }

    /// Runs until told to stop or all command senders are gone.
    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(8);
        let (mut tick_due, mut sweep_due) = (Instant::now(), Instant::now());
        let mut is_behind = false;
        loop {
            let wait = match (is_behind, self.router.is_empty()) {
                (true, _) => Duration::ZERO,
                (false, true) => IDLE,
                (false, false) => tick_due.saturating_duration_since(Instant::now()),
            };
            if let Err(error) = self.poll.poll(&mut events, Some(wait)) {
                if error.kind() != io::ErrorKind::Interrupted {
                    tracing::error!(%error, "media worker cannot wait for packets");
                    break;
                }
                continue;
            }
            if !self.obey() {
                break;
            }
            self.notice(&events);
            is_behind = self.receive() | self.receive_streams();
            let now = Instant::now();
            if tick_due <= now {
                tick_due = now + TICK;
                self.router.tick(now, &mut self.sender);
                self.sender.flush();
            }
            if sweep_due <= now {
                sweep_due = now + SWEEP;
                self.streams.expire(now, &mut self.sender.streams, |remote| self.router.knows(remote));
            }
        }
        let _ = self.poll.registry().deregister(&mut SourceFd(&self.socket.as_raw_fd()));
    }

    /// Carries out what was asked; false at the end.
    fn obey(&mut self) -> bool {
        loop {
            match self.commands.try_recv() {
                Ok(Command::Stop) | Err(crossbeam_channel::TryRecvError::Disconnected) => {
                    self.router.close(Instant::now(), &mut self.sender);
                    self.sender.flush();
                    return false;
                }
                Ok(Command::Stream(stream)) => {
                    self.streams.take_in(
                        Instant::now(),
                        mio::net::TcpStream::from_std(stream),
                        &mut self.sender.streams,
                    );
                }
                Ok(command) => {
                    command.carry_out(Instant::now(), &mut self.router, &mut self.sender);
                    self.sender.flush();
                }
                Err(crossbeam_channel::TryRecvError::Empty) => return true,
            }
        }
    }

    /// Routes what has arrived; true when there may be more.
    fn receive(&mut self) -> bool {
        // Bounded, so that a flood cannot keep timers and commands waiting.
        for _ in 0..MAX_BATCHES {
            let now = Instant::now();
            let (router, sender) = (&mut self.router, &mut self.sender);
            match self.receiver.receive(|datagram| router.receive(now, datagram, sender)) {
                Ok(true) => {
                    self.router.fan_out(now, &mut self.sender);
                    self.sender.flush();
                }
                Ok(false) => return false,
                Err(error) => {
                    tracing::warn!(%error, "media socket failed to receive");
                    return false;
                }
            }
        }
        true
    }

    /// Looks at what the sockets of TCP are ready for.
    fn notice(&mut self, events: &Events) {
        for event in events {
            let number = self.streams.notice(event.token(), event.is_readable());
            if let Some(number) = number.filter(|_| event.is_writable()) {
                self.sender.streams.resume(number);
            }
        }
    }

    /// Routes what has arrived over TCP; true when there may be more.
    fn receive_streams(&mut self) -> bool {
        if !self.streams.is_behind() {
            return false;
        }
        let now = Instant::now();
        self.streams.accept(now, &mut self.sender.streams);
        let (router, sender) = (&mut self.router, &mut self.sender);
        self.streams.receive(&mut self.gone, |datagram| router.receive(now, datagram, sender));
        for remote in self.gone.drain(..) {
            if let Some(number) = remote.stream {
                sender.streams.close(number);
            }
            router.give_up(remote);
        }
        router.fan_out(now, sender);
        sender.flush();
        self.streams.is_behind()
    }
}

/// Wakes a worker for a command.
pub(super) const COMMANDS: Token = Token(0);
const SOCKET: Token = Token(1);
/// Resolution of all timers.
const TICK: Duration = Duration::from_millis(10);
/// With nobody here only commands matter, and they wake the worker.
const IDLE: Duration = Duration::from_secs(1);
/// How often TCP connections of strangers are looked for.
const SWEEP: Duration = Duration::from_secs(1);
const MAX_BATCHES: usize = 8;
