//! Passes chat on once it is saved.

use uuid::Uuid;

use super::{
    ledger::{Entry, Unwritten},
    moment::Moment,
    outbox::Letter,
    refusal::Refusal,
    rules::{Action, may_say},
    state::Room,
};
use crate::{
    media::PeerId,
    wire::{Answer, ChatMessage},
};

impl Room {
    /// Takes a message to the ledger; the answer follows when it is on disk.
    pub(super) fn say(&mut self, peer: PeerId, id: u32, text: &str, now: Moment) -> Result<Option<Answer>, Refusal> {
        let text = may_say(text)?.to_owned();
        let member = self.members.find(peer).ok_or(Refusal::OutOfOrder)?;
        if !member.chat.allow(now.steady) {
            return Err(Refusal::RateLimited);
        }
        if !member.standing.may(Action::Say) {
            return Err(Refusal::Forbidden);
        }
        let (user, name) = (member.who.user(), member.view.name.clone());
        let message = ChatMessage { id: Uuid::now_v7(), participant: Some(peer.0), name, text, at: now.wall };
        if !self.info.history {
            self.said(peer, id, Ok(message), now);
            return Ok(None);
        }
        self.ledger.write(Entry::Message { peer, user, request: id, message })?;
        Ok(None)
    }

    /// The ledger wrote a message, or failed to: everybody gets it, or nobody.
    pub(super) fn said(&mut self, peer: PeerId, request: u32, written: Result<ChatMessage, Unwritten>, now: Moment) {
        let answer = match written {
            Ok(message) => {
                let (id, at) = (message.id, message.at);
                let letter = Letter::framed(&self.replay.chat(message));
                self.members.post_all(&letter, now.steady);
                Ok(Answer::Saved { message: id, at })
            }
            Err(unwritten) => Err(unwritten.into()),
        };
        self.answer(peer, request, answer, now);
    }
}

impl From<Unwritten> for Refusal {
    fn from(Unwritten: Unwritten) -> Self {
        Self::NotSaved
    }
}
