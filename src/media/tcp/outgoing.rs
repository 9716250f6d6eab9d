//! What waits to leave on TCP connections.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::sync::Arc;

use mio::net::TcpStream;

use super::framing::frame;
use crate::media::remote::StreamNumber;

/// The sending halves of all connections.
#[derive(Default)]
pub(in crate::media) struct Outgoing {
    streams: HashMap<StreamNumber, Half>,
    /// Those that got something since the last flush.
    fresh: Vec<StreamNumber>,
    dropped: u64,
}

struct Half {
    socket: Arc<TcpStream>,
    waiting: VecDeque<u8>,
}

impl Outgoing {
    pub(super) fn open(&mut self, number: StreamNumber, socket: Arc<TcpStream>) {
        self.streams.insert(number, Half { socket, waiting: VecDeque::new() });
    }

    pub(in crate::media) fn close(&mut self, number: StreamNumber) {
        self.streams.remove(&number);
    }

    /// Adds a packet. A connection that is [`MAX_WAITING`] behind drops it, as a full UDP socket does;
    /// one that is gone, too.
    pub(in crate::media) fn push(&mut self, number: StreamNumber, packet: &[u8]) {
        match self.streams.get_mut(&number) {
            Some(half) if half.waiting.len() + 2 + packet.len() <= MAX_WAITING => {
                frame(packet, &mut half.waiting);
                if !self.fresh.contains(&number) {
                    self.fresh.push(number);
                }
            }
            _ => self.dropped += 1,
        }
    }

    /// Writes what the sockets take.
    pub(in crate::media) fn flush(&mut self) {
        while let Some(number) = self.fresh.pop() {
            self.resume(number);
        }
    }

    /// A socket takes more.
    pub(in crate::media) fn resume(&mut self, number: StreamNumber) {
        if let Some(half) = self.streams.get_mut(&number)
            && half.write().is_err()
        {
            // The receiving half learns of it as well, and closes both.
            self.streams.remove(&number);
        }
    }

    /// Packets that could not be sent so far.
    pub(in crate::media) fn dropped(&self) -> u64 {
        self.dropped
    }
}

impl Half {
    fn write(&mut self) -> io::Result<()> {
        while !self.waiting.is_empty() {
            let (front, _) = self.waiting.as_slices();
            match (&*self.socket).write(front) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(len) => drop(self.waiting.drain(..len)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Waits for one connection at most, in bytes: about two key frames. More would only come late.
const MAX_WAITING: usize = 256 << 10;
