//! A socket's place in a room.

use tokio::sync::mpsc;

use super::command::Command;
use crate::{media::PeerId, wire::ClientFrame};

/// What one socket of one member may say to the room; when it is dropped, the room knows that the
/// socket is gone.
pub struct Seat {
    peer: PeerId,
    link: u64,
    room: mpsc::Sender<Command>,
}

impl Seat {
    pub(super) fn new(peer: PeerId, link: u64, room: mpsc::Sender<Command>) -> Self {
        Self { peer, link, room }
    }

    /// Passes a request on; waits while the room is busy. The answer comes through the inbox.
    pub async fn ask(&self, frame: ClientFrame) {
        self.tell(Command::Ask { peer: self.peer, link: self.link, frame }).await;
    }

    /// Gives the seat up for good.
    pub async fn leave(&self) {
        self.tell(Command::Depart { peer: self.peer, link: self.link }).await;
    }

    async fn tell(&self, command: Command) {
        // A room that is gone has closed the inbox: the socket learns it there.
        let _gone = self.room.send(command).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // If the queue is full, the room finds the closed inbox within a second.
        let _full = self.room.try_send(Command::Lost { peer: self.peer, link: self.link });
    }
}
