//! A bare participant: a WebSocket without any media behind it.

use std::{collections::VecDeque, time::Duration};

use futures_util::{SinkExt, StreamExt};
use glossa::wire::{
    Answer, Caption, ChatMessage, ClientFrame, ErrorCode, LeaveAction, PROTOCOL_VERSION, Participant, ParticipantRole,
    Request, Resume, ServerFrame, ServerMessage,
};
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, http},
};
use uuid::Uuid;

/// One socket and what came over it that nobody asked for yet.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next_id: u32,
    unread: VecDeque<ServerFrame>,
}

/// What a join or a resume was answered with.
#[derive(Debug)]
pub(crate) struct Joined {
    pub(crate) me: Uuid,
    pub(crate) call: Uuid,
    pub(crate) participants: Vec<Participant>,
    pub(crate) token: String,
    pub(crate) seq: u64,
    pub(crate) chat: Vec<ChatMessage>,
    pub(crate) captions: Vec<Caption>,
    pub(crate) subscribe_offer: Option<String>,
    pub(crate) role: ParticipantRole,
    pub(crate) history: bool,
}

impl Socket {
    /// Opens a socket as a page of `server` does; `server` is `host:port`.
    pub(crate) async fn open(server: &str, cookie: &str) -> Self {
        Self::open_from(server, cookie, &format!("http://{server}")).await.unwrap()
    }

    /// The same, for a reader whose kernel takes in little.
    pub(crate) async fn open_with_small_buffer(server: &str, cookie: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let stream = socket.connect(server.parse().unwrap()).await.unwrap();
        let request = request(server, cookie, &format!("http://{server}"));
        let (stream, _) = client_async(request, MaybeTlsStream::Plain(stream)).await.unwrap();
        Self::over(stream)
    }

    /// Opens a socket as a page of any origin does.
    pub(crate) async fn open_from(server: &str, cookie: &str, origin: &str) -> Result<Self, tungstenite::Error> {
        let (stream, _) = connect_async(request(server, cookie, origin)).await?;
        Ok(Self::over(stream))
    }

    /// Opens a socket and asks to come in: what the first answer was.
    pub(crate) async fn knock(server: &str, cookie: &str, request: Request) -> (Self, u32, Result<Answer, ErrorCode>) {
        let mut socket = Self::open(server, cookie).await;
        socket.ask(Request::Hello { version: PROTOCOL_VERSION, resume: None }).await.unwrap();
        let id = socket.send(request).await;
        let answer = socket.answer(id).await;
        (socket, id, answer)
    }

    /// Opens a socket, says hello and joins, without waiting in between.
    pub(crate) async fn join(server: &str, cookie: &str, room: &str) -> (Self, Joined) {
        let mut socket = Self::open(server, cookie).await;
        let hello = socket.send(Request::Hello { version: PROTOCOL_VERSION, resume: None }).await;
        let join = socket.send(join(room)).await;
        assert_eq!(socket.answer(hello).await, Ok(Answer::Welcome { version: PROTOCOL_VERSION }));
        let joined = socket.answer(join).await.unwrap().into();
        (socket, joined)
    }

    /// Opens a socket and takes up where another one was.
    pub(crate) async fn resume(
        server: &str,
        cookie: &str,
        token: &str,
        after: u64,
    ) -> Result<(Self, Joined), ErrorCode> {
        let mut socket = Self::open(server, cookie).await;
        let resume = Some(Resume { token: token.to_owned(), after });
        let joined = socket.ask(Request::Hello { version: PROTOCOL_VERSION, resume }).await?.into();
        Ok((socket, joined))
    }

    /// Asks and waits for the answer; what else comes meanwhile is kept.
    pub(crate) async fn ask(&mut self, request: Request) -> Result<Answer, ErrorCode> {
        let id = self.send(request).await;
        self.answer(id).await
    }

    pub(crate) async fn send(&mut self, request: Request) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.send_text(serde_json::to_string(&ClientFrame { id, request }).unwrap()).await;
        id
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        self.stream.send(Message::text(text)).await.unwrap();
    }

    pub(crate) async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.unwrap();
    }

    /// The answer or the error of a request.
    pub(crate) async fn answer(&mut self, to: u32) -> Result<Answer, ErrorCode> {
        self.expect(|frame| match &frame.message {
            ServerMessage::Answer { id, result } if *id == to => Some(Ok(result.clone())),
            ServerMessage::Error { id: Some(id), code, .. } if *id == to => Some(Err(*code)),
            _ => None,
        })
        .await
    }

    /// Waits for a message of some kind, kept ones first; what does not fit is kept.
    pub(crate) async fn expect<T>(&mut self, mut fits: impl FnMut(&ServerFrame) -> Option<T>) -> T {
        for (place, frame) in self.unread.iter().enumerate() {
            if let Some(found) = fits(frame) {
                self.unread.remove(place);
                return found;
            }
        }
        loop {
            let frame = self.read().await.expect("the socket is open");
            match fits(&frame) {
                Some(found) => return found,
                None => self.unread.push_back(frame),
            }
        }
    }

    /// The next chat message with its number.
    pub(crate) async fn chat(&mut self) -> (u64, ChatMessage) {
        self.expect(|frame| match &frame.message {
            ServerMessage::Chat { message } => Some((frame.seq.unwrap(), message.clone())),
            _ => None,
        })
        .await
    }

    /// The reason why the server closes this socket.
    pub(crate) async fn farewell(&mut self) -> (LeaveAction, ErrorCode) {
        self.expect(|frame| match &frame.message {
            ServerMessage::Leave { action, code, .. } => Some((*action, *code)),
            _ => None,
        })
        .await
    }

    /// Reads until the server closes the socket.
    pub(crate) async fn closed(&mut self) {
        while self.read().await.is_some() {}
    }

    /// What came so far and was not asked for, after everything on its way has arrived.
    pub(crate) async fn rest(&mut self) -> Vec<ServerMessage> {
        // The answer comes after what was sent before it.
        let answered = self.ask(Request::Hello { version: PROTOCOL_VERSION, resume: None }).await;
        assert_eq!(answered, Err(ErrorCode::OutOfOrder));
        self.unread.drain(..).map(|frame| frame.message).collect()
    }

    fn over(stream: WebSocketStream<MaybeTlsStream<TcpStream>>) -> Self {
        Self { stream, next_id: 1, unread: VecDeque::new() }
    }

    async fn read(&mut self) -> Option<ServerFrame> {
        // Pings are no news.
        let text = async {
            loop {
                match self.stream.next().await? {
                    Ok(Message::Text(text)) => return Some(text),
                    Ok(Message::Close(_)) | Err(_) => return None,
                    Ok(_) => {}
                }
            }
        };
        let text = timeout(PATIENCE, text).await.expect("the server says something")?;
        Some(serde_json::from_str(&text).unwrap())
    }
}

impl From<Answer> for Joined {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Joined {
                me,
                call,
                participants,
                resume_token: token,
                seq,
                chat,
                captions,
                subscribe_offer,
                role,
                history,
                ..
            } => Self { me, call, participants, token, seq, chat, captions, subscribe_offer, role, history },
            other => panic!("not joined: {other:?}"),
        }
    }
}

fn request(server: &str, cookie: &str, origin: &str) -> http::Request<()> {
    let mut request = format!("ws://{server}/api/v1/ws").into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    request
}

/// A join with the offer of a browser that has a camera and a microphone.
pub(crate) fn join(room: &str) -> Request {
    Request::Join { room: room.to_owned(), offer: OFFER.to_owned(), microphone: true, camera: true, password: None }
}

pub(crate) fn chat(text: &str) -> Request {
    Request::Chat { text: text.to_owned() }
}

const OFFER: &str = include_str!("chromium-offer.sdp");
/// Nothing that a test waits for takes so long, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
