//! The reference: a thread that opens, rewrites, seals and sends, with no call around it.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use glossa::media::{
    remote::Path,
    rtp::{FIXED_HEADER, Header},
    srtp::{Opener, Profile, Sealer, SessionKeys},
    udp::{self, Receiver, Sender},
};

/// The loop's thread.
pub(super) const THREAD: &str = "bare-0";

/// The loop's source and its count of what arrived.
pub(super) struct Bare {
    source: UdpSocket,
    to: SocketAddr,
    sealer: Sealer,
    delivered: Arc<AtomicU64>,
}

impl Bare {
    /// Starts the loop with so many receivers, each awake like a client's socket.
    pub(super) async fn start(receivers: usize) -> Self {
        let delivered = Arc::new(AtomicU64::new(0));
        let mut paths = Vec::new();
        for _ in 0..receivers {
            let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.expect("a port");
            paths.push(Path { to: socket.local_addr().expect("an address").into(), from: None });
            let delivered = Arc::clone(&delivered);
            tokio::spawn(async move {
                let mut buffer = [0; 2_048];
                while socket.recv(&mut buffer).await.is_ok() {
                    delivered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let socket = udp::open(([127, 0, 0, 1], 0).into()).expect("a port");
        let to = socket.local_addr().expect("an address");
        thread::Builder::new().name(THREAD.to_owned()).spawn(move || forward(socket, &paths)).expect("a thread");
        let source = UdpSocket::bind("127.0.0.1:0").expect("a port");
        Self { source, to, sealer: sealer(), delivered }
    }

    /// Sends one frame into the loop.
    pub(super) fn burst(&mut self, frame: u32, packets: u32, payload: &[u8]) {
        for packet in 0..packets {
            let index = u64::from(frame * packets + packet);
            let mut buffer = [0; udp::MAX_DATAGRAM];
            let len = FIXED_HEADER + payload.len();
            Header::write(&mut buffer, packet == packets - 1, 96, index as u16, frame.wrapping_mul(3_000), SSRC);
            buffer[FIXED_HEADER..len].copy_from_slice(payload);
            let sealed = self.sealer.seal(&mut buffer, FIXED_HEADER, len, SSRC, index);
            self.source.send_to(&buffer[..sealed], self.to).expect("loopback takes a packet");
        }
    }

    pub(super) fn delivered(&self) -> u64 {
        self.delivered.load(Ordering::Relaxed)
    }
}

fn forward(socket: Arc<UdpSocket>, paths: &[Path]) {
    let mut receiver = Receiver::new(Arc::clone(&socket)).expect("a receiver");
    let mut sender = Sender::new(Arc::clone(&socket)).expect("a sender");
    let mut opener = Opener::new(Profile::AeadAes128Gcm, &keys()).expect("a key");
    let mut sealers: Vec<_> = paths.iter().map(|_| sealer()).collect();
    let mut batch: Vec<(Header, Vec<u8>)> = Vec::new();
    let mut index = 0;
    let mut poll = mio::Poll::new().expect("a poll");
    let mut events = mio::Events::with_capacity(4);
    let fd = std::os::fd::AsRawFd::as_raw_fd(&*socket);
    poll.registry()
        .register(&mut mio::unix::SourceFd(&fd), mio::Token(0), mio::Interest::READABLE)
        .expect("a registration");
    loop {
        poll.poll(&mut events, None).expect("events");
        loop {
            batch.clear();
            let more = receiver.receive(|datagram| {
                let header = Header::read(datagram.bytes).expect("our own packet");
                // The source counts up from zero, so the index is the count.
                let end = opener.open(datagram.bytes, header.len, header.ssrc, index).expect("our own key");
                index += 1;
                batch.push((header, datagram.bytes[header.len..end].to_vec()));
            });
            for (at, path) in paths.iter().enumerate() {
                for (header, payload) in &batch {
                    sender.push(*path, |buffer| {
                        let len = FIXED_HEADER + payload.len();
                        Header::write(buffer, header.marker, 96, header.sequence, header.timestamp, at as u32);
                        buffer[FIXED_HEADER..len].copy_from_slice(payload);
                        sealers[at].seal(buffer, FIXED_HEADER, len, at as u32, u64::from(header.sequence))
                    });
                }
            }
            sender.flush();
            if !more.unwrap_or(false) {
                break;
            }
        }
    }
}

fn sealer() -> Sealer {
    Sealer::new(Profile::AeadAes128Gcm, &keys()).expect("a key")
}

fn keys() -> SessionKeys {
    SessionKeys { key: vec![7; 16], salt: vec![9; 12] }
}

const SSRC: u32 = 0x00c0_ffee;
