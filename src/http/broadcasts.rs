//! Those who send into a room by WHIP (RFC 9725): participants with no socket, only media.

use std::sync::Arc;

use dashmap::DashMap;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::room::{Delivery, Directory, Door, Entered, Entrance, Letter, Refusal, Who};
use crate::wire::{Answer, MediaState, ServerFrame, ServerMessage};

/// All of them; clones share them.
#[derive(Clone, Default)]
pub struct Broadcasts(Arc<DashMap<Uuid, Broadcast>>);

/// One of them.
struct Broadcast {
    who: Who,
    end: CancellationToken,
}

/// What the sender is told.
pub(super) struct Begun {
    /// Names the broadcast to who ends it.
    pub(super) id: Uuid,
    /// SDP.
    pub(super) answer: String,
}

impl Broadcasts {
    /// Takes somebody into a room. Where they have to wait in the lobby, they do for as long as this
    /// future is not dropped.
    pub(super) async fn begin(&self, rooms: &Directory, door: Door, entrance: Entrance) -> Result<Begun, Refusal> {
        let who = entrance.visitor.who;
        if self.0.iter().filter(|broadcast| broadcast.who == who).count() >= MOST_EACH {
            return Err(Refusal::RateLimited);
        }
        let (lobby, _nobody_asks) = mpsc::channel(1);
        let entered = rooms.join(door, entrance, lobby).await?;
        let answer = entered.letters.iter().find_map(publish_answer).ok_or(Refusal::Internal)?;
        let (id, end) = (Uuid::new_v4(), CancellationToken::new());
        self.0.insert(id, Broadcast { who, end: end.clone() });
        let (all, open) = (Arc::clone(&self.0), rooms.socket_opened());
        tokio::spawn(async move {
            stay(entered, end).await;
            all.remove(&id);
            drop(open);
        });
        Ok(Begun { id, answer })
    }

    /// Ends a broadcast of one's own; false when there is none by that name.
    pub(super) fn end(&self, id: Uuid, who: Who) -> bool {
        let own = self.0.get(&id).filter(|broadcast| broadcast.who == who);
        own.inspect(|broadcast| broadcast.end.cancel()).is_some()
    }

    /// Whether there is such a broadcast of one's own.
    pub(super) fn knows(&self, id: Uuid, who: Who) -> bool {
        self.0.get(&id).is_some_and(|broadcast| broadcast.who == who)
    }
}

/// In the room until the sender ends it, its media is gone, or the room sends it away.
async fn stay(Entered { seat, mut inbox, .. }: Entered, end: CancellationToken) {
    loop {
        tokio::select! {
            () = end.cancelled() => break,
            delivery = inbox.next() => match delivery {
                Delivery::Letter(letter) if !is_lost(&letter) => {}
                Delivery::Letter(_) => break,
                Delivery::Last(_) | Delivery::Over => return,
            },
        }
    }
    seat.leave().await;
}

fn publish_answer(letter: &Letter) -> Option<String> {
    match message(letter)? {
        ServerMessage::Answer { result: Answer::Joined { publish_answer, .. }, .. } => publish_answer,
        _ => None,
    }
}

/// With its media gone there is nothing left of somebody without a socket.
fn is_lost(letter: &Letter) -> bool {
    matches!(message(letter), Some(ServerMessage::Media { publish: MediaState::Lost, .. }))
}

fn message(letter: &Letter) -> Option<ServerMessage> {
    serde_json::from_str::<ServerFrame>(letter.as_str()).ok().map(|frame| frame.message)
}

/// Broadcasts that one person can have at once.
const MOST_EACH: usize = 8;
