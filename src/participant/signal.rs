//! A participant's end of the WebSocket: requests with ids out, answers matched, events handed on.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::TcpStream,
    sync::{broadcast, mpsc, oneshot},
    task::JoinHandle,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use crate::wire::{Answer, ClientFrame, ErrorCode, PROTOCOL_VERSION, Request, ServerFrame, ServerMessage};

/// Why signalling failed.
#[derive(Debug, thiserror::Error)]
pub enum SignalError {
    /// The socket could not be opened or broke.
    #[error("the signalling socket failed: {0}")]
    Broken(String),
    /// The server did not answer in time.
    #[error("the server did not answer within {0:?}")]
    NoAnswer(Duration),
    /// The server said no.
    #[error("the server refused ({code:?}): {detail}")]
    Refused { code: ErrorCode, detail: String },
}

/// One open signalling socket.
pub struct Signal {
    out: mpsc::Sender<ClientFrame>,
    events: broadcast::Sender<ServerFrame>,
    waiting: Waiting,
    next: AtomicU32,
    task: JoinHandle<()>,
}

type Waiting = Arc<Mutex<HashMap<u32, oneshot::Sender<Result<Answer, SignalError>>>>>;

impl Signal {
    /// Opens a socket to `server` (an `http:` origin) and says hello.
    pub async fn connect(server: &str, cookie: &str) -> Result<Self, SignalError> {
        let broken = |error: &dyn std::fmt::Display| SignalError::Broken(error.to_string());
        let url = format!("{}/api/v1/ws", server.replacen("http", "ws", 1));
        let mut request = url.into_client_request().map_err(|error| broken(&error))?;
        let headers = request.headers_mut();
        headers.insert("origin", HeaderValue::from_str(server).map_err(|error| broken(&error))?);
        headers.insert("cookie", HeaderValue::from_str(cookie).map_err(|error| broken(&error))?);
        // Small messages that do not wait for each other, as a browser sends them.
        let connected = tokio_tungstenite::connect_async_with_config(request, None, true).await;
        let (socket, _) = connected.map_err(|error| broken(&error))?;

        let (out, requests) = mpsc::channel(OUTBOX);
        let (events, _) = broadcast::channel(EVENTS);
        let waiting = Waiting::default();
        let task = tokio::spawn(run(socket, requests, events.clone(), Arc::clone(&waiting)));
        let signal = Self { out, events, waiting, next: AtomicU32::new(1), task };
        signal.ask(Request::Hello { version: PROTOCOL_VERSION, resume: None }).await?;
        Ok(signal)
    }

    /// Sends a request, returns its answer.
    pub async fn ask(&self, request: Request) -> Result<Answer, SignalError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answered, answer) = oneshot::channel();
        lock(&self.waiting).insert(id, answered);
        let gone = || SignalError::Broken("the socket is closed".to_owned());
        if self.out.send(ClientFrame { id, request }).await.is_err() {
            lock(&self.waiting).remove(&id);
            return Err(gone());
        }
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(gone()),
            Err(_) => {
                lock(&self.waiting).remove(&id);
                Err(SignalError::NoAnswer(PATIENCE))
            }
        }
    }

    /// Everything from now on that is not an answer.
    pub fn events(&self) -> broadcast::Receiver<ServerFrame> {
        self.events.subscribe()
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    mut requests: mpsc::Receiver<ClientFrame>,
    events: broadcast::Sender<ServerFrame>,
    waiting: Waiting,
) {
    let (mut write, mut read) = socket.split();
    loop {
        tokio::select! {
            request = requests.recv() => {
                let Some(text) = request.and_then(|frame| serde_json::to_string(&frame).ok()) else { break };
                if write.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
            message = read.next() => match message {
                Some(Ok(Message::Text(text))) => match serde_json::from_str::<ServerFrame>(&text) {
                    Ok(frame) => hand_on(frame, &events, &waiting),
                    Err(error) => tracing::warn!(%error, "the server said something that is not of this protocol"),
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
    // Whoever still waits learns that the socket is gone by its sender being dropped.
    lock(&waiting).clear();
}

fn hand_on(frame: ServerFrame, events: &broadcast::Sender<ServerFrame>, waiting: &Waiting) {
    let (id, result) = match frame.message {
        ServerMessage::Answer { id, result } => (id, Ok(result)),
        ServerMessage::Error { id: Some(id), code, detail } => (id, Err(SignalError::Refused { code, detail })),
        message => {
            // Nobody may be listening: events are for those who asked.
            let _ = events.send(ServerFrame { seq: frame.seq, message });
            return;
        }
    };
    if let Some(answered) = lock(waiting).remove(&id) {
        let _ = answered.send(result);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Requests on their way out; a caller waits when it is full.
const OUTBOX: usize = 16;
/// Events kept for a slow listener; it loses the oldest and is told how many.
const EVENTS: usize = 1_024;
/// An answer takes a database commit at most.
const PATIENCE: Duration = Duration::from_secs(20);
