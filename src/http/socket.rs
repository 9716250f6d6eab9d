//! One WebSocket, one participant: decodes, passes on, writes out.

mod greeting;
mod guess;
mod knock;
mod line;
mod origin;

use std::{pin::Pin, time::Duration};

use axum::{
    extract::{State, WebSocketUpgrade, ws::close_code},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use chrono::Utc;

use self::{
    greeting::{Step, step},
    guess::Guesses,
    line::{Gone, Incoming, Line},
    origin::is_ours,
};
use super::{
    client::Client,
    guest::{self, Visiting},
    problem::Problem,
    state::AppState,
};
use crate::{
    account::Hasher,
    room::{Delivery, Directory, Entered, Letter, Refusal, Visitor, Who},
    wire::{Answer, ClientFrame, ErrorCode, LeaveAction, MAX_FRAME_BYTES, PROTOCOL_VERSION, ServerMessage},
};

/// `GET /api/v1/ws`: opens the socket of somebody who is logged in or a guest, for a page of ours.
pub(super) async fn upgrade(
    State(state): State<AppState>,
    State(rooms): State<Directory>,
    Visiting(visit): Visiting,
    Client(from): Client,
    Parts { headers, .. }: Parts,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if !is_ours(&headers) {
        return Err(Problem::cross_origin());
    }
    let (visitor, hasher) = (visit.visitor(), state.hasher.clone());
    let guesses = Guesses { attempts: state.room_attempts.clone(), from };
    let login_ended = Box::pin(login_ended(state, headers, visitor.who));
    let upgrade = upgrade.max_message_size(MAX_FRAME_BYTES).max_frame_size(MAX_FRAME_BYTES);
    Ok(upgrade.on_upgrade(async move |socket| {
        let _open = rooms.socket_opened();
        let visit = Visit { line: Line::new(socket), rooms, hasher, guesses, visitor, login_ended };
        visit.run().await;
    }))
}

/// A socket from its opening to its end.
struct Visit {
    line: Line,
    rooms: Directory,
    hasher: Hasher,
    guesses: Guesses,
    visitor: Visitor,
    /// Completes when the log-in that the socket was opened with is over.
    login_ended: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Visit {
    async fn run(mut self) {
        // Whatever breaks a socket is the end of this visit and of nothing else.
        if let Ok(Some(entered)) = self.greet().await {
            let _gone = self.stay(entered).await;
        }
    }

    /// Everything before the socket has a place in a room; nothing when it is closed before that.
    async fn greet(&mut self) -> Result<Option<Entered>, Gone> {
        let mut greeted = false;
        loop {
            let incoming = tokio::select! {
                incoming = self.line.next() => incoming?,
                () = &mut self.login_ended => {
                    self.line.close(session_ended(), close_code::NORMAL).await?;
                    return Ok(None);
                }
                () = self.rooms.stopping() => {
                    self.line.close(server_stopping(), close_code::RESTART).await?;
                    return Ok(None);
                }
            };
            let Some(frame) = self.readable(incoming).await? else { continue };
            let id = frame.id;
            let entered = match step(greeted, frame.request) {
                Step::Join(wish) => match self.knock(id, wish).await? {
                    Some(outcome) => outcome,
                    None => return Ok(None),
                },
                Step::OutOfOrder => Err(Refusal::OutOfOrder),
                Step::Resume(resume) => {
                    greeted = true;
                    self.rooms.resume(id, self.visitor.who, &resume.token, resume.after).await
                }
                Step::VersionUnsupported => {
                    let detail = format!("this server speaks version {PROTOCOL_VERSION} of the protocol");
                    self.line.write(&error(Some(id), ErrorCode::VersionUnsupported, &detail)).await?;
                    let farewell = Letter::farewell(LeaveAction::Stop, ErrorCode::VersionUnsupported, detail);
                    self.line.close(farewell, close_code::POLICY).await?;
                    return Ok(None);
                }
                Step::Welcome => {
                    greeted = true;
                    let result = Answer::Welcome { version: PROTOCOL_VERSION };
                    self.line.write(&Letter::new(ServerMessage::Answer { id, result })).await?;
                    continue;
                }
            };
            match entered {
                Ok(entered) => return Ok(Some(entered)),
                Err(refusal) => self.line.write(&error(Some(id), refusal.code(), &refusal)).await?,
            }
        }
    }

    /// Everything while it has one.
    async fn stay(&mut self, Entered { seat, letters, mut inbox }: Entered) -> Result<(), Gone> {
        for letter in &letters {
            self.line.write(letter).await?;
        }
        loop {
            tokio::select! {
                delivery = inbox.next() => match delivery {
                    Delivery::Letter(letter) => self.line.write(&letter).await?,
                    Delivery::Last(letter) => return self.line.close(letter, close_code::NORMAL).await,
                    Delivery::Over => {
                        let farewell =
                            Letter::farewell(LeaveAction::Reconnect, ErrorCode::Internal, Refusal::Internal);
                        return self.line.close(farewell, close_code::ERROR).await;
                    }
                },
                incoming = self.line.next() => {
                    if let Some(frame) = self.readable(incoming?).await? {
                        seat.ask(frame).await;
                    }
                }
                () = &mut self.login_ended => {
                    seat.leave().await;
                    return self.line.close(session_ended(), close_code::NORMAL).await;
                }
            }
        }
    }

    /// The frame, if it is one; else the client is told what is wrong with it.
    async fn readable(&mut self, incoming: Incoming) -> Result<Option<ClientFrame>, Gone> {
        match incoming {
            Incoming::Frame(frame) => Ok(Some(frame)),
            Incoming::Unreadable { id, detail } => {
                self.line.write(&error(id, ErrorCode::BadMessage, &detail)).await?;
                Ok(None)
            }
            Incoming::TooLarge => {
                let detail = format!("a message has at most {MAX_FRAME_BYTES} bytes");
                let farewell = Letter::farewell(LeaveAction::Resume, ErrorCode::BadMessage, detail);
                self.line.close(farewell, close_code::SIZE).await?;
                Err(Gone)
            }
        }
    }
}

async fn login_ended(state: AppState, headers: HeaderMap, who: Who) {
    let mut news = state.logins.listen();
    loop {
        // First at once: it may have ended before we listened.
        match guest::whose(&state, &headers, Utc::now()).await {
            // Who logs in, or comes by a link, on the way is somebody else.
            Ok(Some(visit)) if visit.visitor().who == who => {}
            Ok(_) => return,
            // A call goes on while the store does not answer.
            Err(problem) => tracing::warn!(?problem, "a log-in could not be checked"),
        }
        // A log-in also ends by itself. The news end with the server.
        let _either = tokio::time::timeout(LOGIN_CHECK, news.changed()).await;
    }
}

fn error(id: Option<u32>, code: ErrorCode, detail: &impl ToString) -> Letter {
    Letter::new(ServerMessage::Error { id, code, detail: detail.to_string() })
}

fn server_stopping() -> Letter {
    Letter::farewell(LeaveAction::Reconnect, ErrorCode::ServerStopping, Refusal::ServerStopping)
}

fn session_ended() -> Letter {
    Letter::farewell(LeaveAction::Stop, ErrorCode::SessionEnded, "you are logged out")
}

/// How soon somebody whose log-in expired is out of a call.
const LOGIN_CHECK: Duration = Duration::from_secs(10);
