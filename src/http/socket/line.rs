//! Frames of the protocol over one WebSocket.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::ws::{CloseCode, CloseFrame, Message, WebSocket},
};
use serde::Deserialize;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};

use crate::{room::Letter, wire::ClientFrame};

/// A socket that is either alive or found out not to be.
pub(super) struct Line {
    socket: WebSocket,
    heard: Instant,
    beat: Interval,
}

/// What came in.
pub(super) enum Incoming {
    Frame(ClientFrame),
    /// More than we read of one message; nothing can be read after it.
    TooLarge,
    /// Not a message of this protocol; with its id, if it has one.
    Unreadable {
        id: Option<u32>,
        detail: String,
    },
}

/// The socket is closed, broken or silent.
#[derive(Debug)]
pub(super) struct Gone;

impl Line {
    pub(super) fn new(socket: WebSocket) -> Self {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { socket, heard: Instant::now(), beat }
    }

    /// Waits for the next message, and meanwhile asks whether anybody is there. Dropping the
    /// future loses nothing.
    pub(super) async fn next(&mut self) -> Result<Incoming, Gone> {
        loop {
            tokio::select! {
                // Reads first: after a long write the answers to our pings may only wait to be read.
                biased;
                message = self.socket.recv() => {
                    self.heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => return Ok(decode(&text)),
                        Some(Ok(Message::Binary(_))) => return Ok(unreadable(None, "messages are JSON text")),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Err(error)) if is_too_large(&error) => return Ok(Incoming::TooLarge),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Gone),
                    }
                }
                _ = self.beat.tick() => {
                    if self.heard.elapsed() >= SILENCE {
                        return Err(Gone);
                    }
                    self.send(Message::Ping(Bytes::new())).await?;
                }
            }
        }
    }

    pub(super) async fn write(&mut self, letter: &Letter) -> Result<(), Gone> {
        self.send(Message::Text(letter.as_str().into())).await
    }

    /// Says the last word, then waits a moment for the client to read it: a socket that is torn
    /// down with something unread in it takes along what it sent last.
    pub(super) async fn close(&mut self, farewell: Letter, code: CloseCode) -> Result<(), Gone> {
        self.write(&farewell).await?;
        self.send(Message::Close(Some(CloseFrame { code, reason: "".into() }))).await?;
        let drained = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        // Who has not answered by now will not.
        let _late = timeout(LAST_WORD, drained).await;
        Ok(())
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(WRITE, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }
}

fn decode(text: &str) -> Incoming {
    #[derive(Deserialize)]
    struct Numbered {
        id: u32,
    }

    serde_json::from_str(text).map_or_else(
        |error| {
            let id = serde_json::from_str::<Numbered>(text).ok().map(|numbered| numbered.id);
            unreadable(id, &error.to_string())
        },
        Incoming::Frame,
    )
}

fn unreadable(id: Option<u32>, detail: &str) -> Incoming {
    Incoming::Unreadable { id, detail: detail.to_owned() }
}

/// The WebSocket library names this error only in words.
fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long")
}

/// How often a socket is asked whether anybody is there.
const BEAT: Duration = Duration::from_secs(3);
/// A client that said nothing for so long, not even that it is there, is gone.
const SILENCE: Duration = Duration::from_secs(9);
/// A message that takes longer than this to write will never arrive.
const WRITE: Duration = Duration::from_secs(10);
/// How long a client has to answer the end of its socket.
const LAST_WORD: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Request;

    #[test]
    fn a_frame_is_a_request_with_an_id() {
        let Incoming::Frame(frame) = decode(r#"{"id":7,"type":"chat","text":"hi"}"#) else { panic!("a frame") };
        assert_eq!(frame, ClientFrame { id: 7, request: Request::Chat { text: "hi".to_owned() } });
    }

    #[test]
    fn an_unreadable_message_is_answered_under_its_id_if_it_has_one() {
        for (text, expected) in [
            (r#"{"id":7,"type":"dance"}"#, Some(7)),
            (r#"{"id":-7,"type":"chat","text":"hi"}"#, None),
            (r#"{"type":"chat","text":"hi"}"#, None),
            ("garbage", None),
            ("", None),
        ] {
            let Incoming::Unreadable { id, detail } = decode(text) else { panic!("{text}") };
            assert_eq!(id, expected, "{text}");
            assert!(!detail.is_empty());
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(matches!(decode(&"[".repeat(100_000)), Incoming::Unreadable { id: None, .. }));
    }
}
