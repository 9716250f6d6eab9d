//! Holds what a member's socket has yet to write.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::wire::{ErrorCode, LeaveAction, ServerFrame, ServerMessage};

/// A message as it goes over the wire: written once, shared by all who get it.
#[derive(Clone, Debug)]
pub struct Letter(Arc<str>);

/// The room's end: puts letters in, never waits.
#[derive(Debug)]
pub(super) struct Outbox {
    letters: mpsc::Sender<Letter>,
    farewell: oneshot::Sender<Letter>,
}

/// The socket's end.
#[derive(Debug)]
pub struct Inbox {
    letters: mpsc::Receiver<Letter>,
    farewell: oneshot::Receiver<Letter>,
}

/// What the socket does next.
#[derive(Debug)]
pub enum Delivery {
    /// Write it and go on.
    Letter(Letter),
    /// Write it, then close: nothing follows.
    Last(Letter),
    /// Close: the room is gone.
    Over,
}

/// A new pair.
pub(super) fn outbox() -> (Outbox, Inbox) {
    let (letters, letters_out) = mpsc::channel(OUTBOX_LETTERS);
    let (farewell, farewell_out) = oneshot::channel();
    (Outbox { letters, farewell }, Inbox { letters: letters_out, farewell: farewell_out })
}

impl Letter {
    pub fn new(message: ServerMessage) -> Self {
        Self::framed(&ServerFrame { seq: None, message })
    }

    pub(super) fn framed(frame: &ServerFrame) -> Self {
        // Plain data with string keys always has a JSON form.
        Self(serde_json::to_string(frame).unwrap_or_default().into())
    }

    /// The last letter to a socket.
    pub fn farewell(action: LeaveAction, code: ErrorCode, detail: impl ToString) -> Self {
        Self::new(ServerMessage::Leave { action, code, detail: detail.to_string() })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Outbox {
    /// Puts a letter in; `false` when there is no place for it or nobody who reads.
    #[must_use]
    pub(super) fn put(&self, letter: Letter) -> bool {
        self.letters.try_send(letter).is_ok()
    }

    /// Whether the socket is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.letters.is_closed()
    }

    /// Says goodbye: it overtakes all letters that wait.
    pub(super) fn close(self, farewell: Letter) {
        // Nobody to say it to: fine.
        let _gone = self.farewell.send(farewell);
    }
}

impl Inbox {
    /// Waits for what to do next. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Delivery {
        tokio::select! {
            biased;
            farewell = &mut self.farewell => match farewell {
                Ok(farewell) => Delivery::Last(farewell),
                Err(_) => Delivery::Over,
            },
            letter = self.letters.recv() => letter.map_or(Delivery::Over, Delivery::Letter),
        }
    }
}

/// Letters that wait for one socket: some ten seconds of a lively call. When it is full the reader
/// is too slow: the socket is cut with that reason, and the client resumes by sequence number.
const OUTBOX_LETTERS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Answer;

    #[tokio::test]
    async fn letters_come_in_order() {
        let (outbox, mut inbox) = outbox();
        assert!(outbox.put(letter(1)) && outbox.put(letter(2)));
        for expected in [1, 2] {
            let Delivery::Letter(got) = inbox.next().await else { panic!("a letter") };
            assert_eq!(got.as_str(), letter(expected).as_str());
        }
    }

    #[tokio::test]
    async fn a_farewell_overtakes_what_waits() {
        let (outbox, mut inbox) = outbox();
        assert!(outbox.put(letter(1)));
        outbox.close(Letter::farewell(LeaveAction::Stop, ErrorCode::Displaced, "elsewhere"));
        assert!(matches!(inbox.next().await, Delivery::Last(_)));
    }

    #[tokio::test]
    async fn a_room_that_is_gone_ends_the_socket() {
        let (outbox, mut inbox) = outbox();
        drop(outbox);
        assert!(matches!(inbox.next().await, Delivery::Over));
    }

    #[test]
    fn a_full_outbox_takes_nothing_more() {
        let (outbox, inbox) = outbox();
        assert!((0..OUTBOX_LETTERS).all(|_| outbox.put(letter(1))));
        assert!(!outbox.put(letter(1)));
        drop(inbox);
        assert!(outbox.is_closed());
    }

    fn letter(id: u32) -> Letter {
        Letter::new(ServerMessage::Answer { id, result: Answer::Done {} })
    }
}
