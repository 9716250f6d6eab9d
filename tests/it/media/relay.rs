//! A UDP relay on loopback with faults.

use std::collections::HashMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) struct Relay {
    address: SocketAddr,
    controls: Arc<Controls>,
}

#[derive(Default)]
struct Controls {
    lose_every: AtomicU32,
    passed: AtomicU32,
    bytes_a_second: AtomicUsize,
    change: AtomicBool,
    stop: AtomicBool,
}

impl Relay {
    /// Every client gets a socket of its own towards `server`.
    pub(crate) fn to(server: SocketAddr) -> Self {
        let front = UdpSocket::bind("127.0.0.1:0").unwrap();
        front.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let address = front.local_addr().unwrap();
        let controls = Arc::new(Controls::default());
        let shared = controls.clone();
        thread::spawn(move || run(&front, server, &shared));
        Self { address, controls }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Drops each n-th datagram, in both directions.
    pub(crate) fn lose_every(&self, n: u32) {
        self.controls.lose_every.store(n, Ordering::Relaxed);
    }

    /// Lets so much through to each client, and drops what is more; 0 lets everything through.
    pub(crate) fn narrow_to(&self, bits_a_second: usize) {
        self.controls.bytes_a_second.store(bits_a_second / 8, Ordering::Relaxed);
    }

    /// From now on the server sees other addresses, and the old ones are dead.
    pub(crate) fn change_ports(&self) {
        self.controls.change.store(true, Ordering::Relaxed);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.controls.stop.store(true, Ordering::Relaxed);
    }
}

impl Controls {
    fn passes(&self) -> bool {
        let every = self.lose_every.load(Ordering::Relaxed);
        let count = self.passed.fetch_add(1, Ordering::Relaxed);
        every == 0 || !count.is_multiple_of(every)
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn run(front: &UdpSocket, server: SocketAddr, controls: &Arc<Controls>) {
    let mut backs: HashMap<SocketAddr, (UdpSocket, Arc<AtomicBool>)> = HashMap::new();
    let mut buffer = [0; 2_048];
    while !controls.is_stopped() {
        if controls.change.swap(false, Ordering::Relaxed) {
            for (_, (_, is_over)) in backs.drain() {
                is_over.store(true, Ordering::Relaxed);
            }
        }
        let Ok((len, client)) = front.recv_from(&mut buffer) else { continue };
        let (back, _) = backs.entry(client).or_insert_with(|| open(front, client, controls));
        if controls.passes() {
            let _ = back.send_to(&buffer[..len], server);
        }
    }
}

fn open(front: &UdpSocket, client: SocketAddr, controls: &Arc<Controls>) -> (UdpSocket, Arc<AtomicBool>) {
    let back = UdpSocket::bind("127.0.0.1:0").unwrap();
    back.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let (from, to) = (back.try_clone().unwrap(), front.try_clone().unwrap());
    let (controls, ends) = (controls.clone(), is_over.clone());
    thread::spawn(move || {
        let mut buffer = [0; 2_048];
        let (mut room, mut filled) = (0.0, Instant::now());
        while !controls.is_stopped() && !ends.load(Ordering::Relaxed) {
            let Ok((len, _)) = from.recv_from(&mut buffer) else { continue };
            let rate = controls.bytes_a_second.load(Ordering::Relaxed);
            if rate > 0 {
                room = (room + filled.elapsed().as_secs_f64() * rate as f64).min(rate as f64 / 10.0);
                filled = Instant::now();
                if room < len as f64 {
                    continue;
                }
                room -= len as f64;
            }
            if controls.passes() && !ends.load(Ordering::Relaxed) {
                let _ = to.send_to(&buffer[..len], client);
            }
        }
    });
    (back, is_over)
}
