//! Log-ins at a steady rate, whatever becomes of them, made with as little work as can be.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use glossa::priority::{Work, lower_for};

/// Runs until it is ended: one thread of low priority, for those who flood a server bring machines
/// of their own.
pub(super) struct Flood {
    thread: JoinHandle<()>,
    ends: Arc<AtomicBool>,
    attempts: Arc<AtomicU64>,
}

impl Flood {
    pub(super) fn start(origin: &str, rate: u32) -> Self {
        let server: SocketAddr = origin.trim_start_matches("http://").parse().expect("an address");
        let (ends, attempts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (ended, counted) = (Arc::clone(&ends), Arc::clone(&attempts));
        let thread = thread::spawn(move || {
            lower_for(Work::Computing);
            let mut lines: Vec<Line> = (0..LINES).map(|_| Line::default()).collect();
            let (mut next, mut due) = (0, Instant::now());
            for number in 0_u32.. {
                due += Duration::from_secs(1) / rate;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                // Some wait for a check of their password, which takes a while.
                for _ in 0..LINES {
                    next = (next + 1) % LINES;
                    if lines[next].is_free() {
                        break;
                    }
                }
                counted.fetch_add(u64::from(lines[next].attempt(server, number)), Ordering::Relaxed);
            }
        });
        Self { thread, ends, attempts }
    }

    /// Stops, and says how many attempts there were.
    pub(super) async fn end(self) -> u64 {
        self.ends.store(true, Ordering::Relaxed);
        tokio::task::spawn_blocking(|| self.thread.join()).await.expect("a thread").expect("a flood that ends well");
        // Those under way end; what is measured next starts from rest.
        tokio::time::sleep(REST).await;
        self.attempts.load(Ordering::Relaxed)
    }
}

/// A connection that is kept, with one attempt at a time on it.
#[derive(Default)]
struct Line {
    stream: Option<TcpStream>,
    is_waiting: bool,
}

impl Line {
    /// Whether the last attempt has its answer, which is thrown away: a refusal is as good as any,
    /// what counts is the work that it made.
    fn is_free(&mut self) -> bool {
        let mut answer = [0; 4096];
        while self.stream.as_mut().is_some_and(|stream| stream.read(&mut answer).is_ok_and(|length| length > 0)) {
            self.is_waiting = false;
        }
        !self.is_waiting
    }

    /// Asks, and goes on. False when the server would not listen.
    ///
    /// Each comes from another address (the server trusts this one as a proxy) and names somebody
    /// else: who has to wait after the first wrong passwords makes no flood.
    fn attempt(&mut self, server: SocketAddr, number: u32) -> bool {
        if self.stream.is_none() {
            self.stream = TcpStream::connect(server).ok().filter(|stream| stream.set_nonblocking(true).is_ok());
        }
        let Some(stream) = &mut self.stream else { return false };
        let body = format!(r#"{{"username":"name{number}","password":"a wrong password"}}"#);
        let [_, a, b, c] = number.to_be_bytes();
        let request = format!(
            "POST /api/v1/session HTTP/1.1\r\nhost: {server}\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.is_waiting = stream.write_all(request.as_bytes()).is_ok();
        if !self.is_waiting {
            self.stream = None;
        }
        self.is_waiting
    }
}

/// More than the server lets wait at once.
const LINES: usize = 128;
/// As long as the last one that waits takes, and some.
const REST: Duration = Duration::from_secs(20);
