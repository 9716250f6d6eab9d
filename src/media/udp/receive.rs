//! Datagrams of one socket, with the kernel's time stamps.

use std::io::{self, IoSliceMut};
use std::net::UdpSocket;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use quinn_udp::{BATCH_SIZE, RecvMeta, UdpSockRef, UdpSocketState};

use crate::media::remote::Datagram;
use crate::media::socket::canonical;

/// Reads batches into its own buffers.
pub struct Receiver {
    socket: Arc<UdpSocket>,
    state: UdpSocketState,
    /// [`BATCH_SIZE`] buffers that each hold a largest GRO message.
    buffer: Box<[u8]>,
}

impl Receiver {
    pub fn new(socket: Arc<UdpSocket>) -> io::Result<Self> {
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        Ok(Self { socket, state, buffer: vec![0; BATCH_SIZE * MESSAGE].into_boxed_slice() })
    }

    /// Hands on one batch; false when nothing was waiting.
    pub fn receive(&mut self, mut each: impl FnMut(Datagram<'_>)) -> io::Result<bool> {
        let mut metas = [RecvMeta::default(); BATCH_SIZE];
        let mut messages = self.buffer.chunks_exact_mut(MESSAGE);
        let mut slices: [IoSliceMut<'_>; BATCH_SIZE] =
            std::array::from_fn(|_| IoSliceMut::new(messages.next().unwrap_or_default()));
        let count = match self.state.recv(UdpSockRef::from(&self.socket), &mut slices, &mut metas) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
            // An ICMP answer to something sent earlier; the socket is fine.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(true),
            Err(error) => return Err(error),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        for (message, meta) in self.buffer.chunks_exact_mut(MESSAGE).zip(&metas[..count]) {
            let arrival = meta.timestamp.unwrap_or(now);
            for bytes in message[..meta.len.min(MESSAGE)].chunks_mut(meta.stride.max(1)) {
                each(Datagram {
                    bytes,
                    from: canonical(meta.addr).into(),
                    to: meta.dst_ip.map(|ip| ip.to_canonical()),
                    arrival,
                });
            }
        }
        Ok(true)
    }
}

/// Largest message that GRO makes, in bytes.
const MESSAGE: usize = 1 << 16;
