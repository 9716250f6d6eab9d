//! Has people wait until somebody lets them in.

use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    command::{Entrance, Reply},
    moment::Moment,
    outbox::Letter,
    refusal::Refusal,
    rules::{Action, LOBBY_SIZE, Standing, may_enter},
    state::Room,
};
use crate::{
    media::PeerId,
    wire::{Answer, ServerMessage},
};

/// Somebody who waits. When their socket is gone, so is the other end of `reply`.
pub(super) struct Waiting {
    pub(super) entrance: Entrance,
    pub(super) standing: Standing,
    reply: Reply,
}

impl Room {
    /// Has somebody wait, and tells those who may let them in.
    pub(super) fn keep_waiting(
        &mut self,
        entrance: Entrance,
        standing: Standing,
        lobby: &mpsc::Sender<()>,
        reply: Reply,
        now: Moment,
    ) {
        let full = (self.waiting.len() >= LOBBY_SIZE).then_some(Refusal::RoomFull);
        if let Some(reason) = self.ending.clone().or(full) {
            let _gone = reply.send(Err(reason));
            return;
        }
        // One is enough: who knocks again, because a call ended while they waited, knows already.
        let _known = lobby.try_send(());
        let knock = Uuid::now_v7();
        let name = entrance.visitor.name.clone();
        self.waiting.insert(knock, Waiting { entrance, standing, reply });
        self.tell_doorkeepers(ServerMessage::Knock { knock, name }, now);
    }

    /// Carries out what a member decided about somebody who waits, if they still do.
    pub(super) async fn decide(
        &mut self,
        peer: PeerId,
        knock: Uuid,
        is_welcome: bool,
        now: Moment,
    ) -> Result<Answer, Refusal> {
        if !self.members.find(peer).is_some_and(|member| member.standing.may(Action::Admit)) {
            return Err(Refusal::Forbidden);
        }
        if is_welcome {
            may_enter(self.members.len() + self.arrivals.len(), self.size)?;
        }
        if let Some(waiting) = self.waiting.remove(&knock) {
            self.tell_doorkeepers(ServerMessage::KnockGone { knock }, now);
            let Waiting { entrance, standing, reply } = waiting;
            if is_welcome {
                self.take_in(entrance, standing, reply, now).await;
            } else {
                let _gone = reply.send(Err(Refusal::Denied));
            }
        }
        Ok(Answer::Done {})
    }

    /// Lets in all who wait, as far as there is place.
    pub(super) async fn open_lobby(&mut self, now: Moment) {
        for (knock, waiting) in std::mem::take(&mut self.waiting) {
            self.tell_doorkeepers(ServerMessage::KnockGone { knock }, now);
            self.take_in(waiting.entrance, waiting.standing, waiting.reply, now).await;
        }
    }

    /// Sends those away who wait and are meant by `which`.
    pub(super) fn turn_away_some(&mut self, reason: &Refusal, now: Moment, which: impl Fn(&Waiting) -> bool) {
        for (knock, waiting) in self.waiting.extract_if(.., |_, waiting| which(waiting)).collect::<Vec<_>>() {
            let _gone = waiting.reply.send(Err(reason.clone()));
            self.tell_doorkeepers(ServerMessage::KnockGone { knock }, now);
        }
    }

    /// Sends all away who wait, when the call is ending.
    pub(super) fn turn_away(&mut self, reason: &Refusal) {
        for waiting in std::mem::take(&mut self.waiting).into_values() {
            let _gone = waiting.reply.send(Err(reason.clone()));
        }
    }

    /// Forgets those who went away while they waited.
    pub(super) fn sweep_lobby(&mut self, now: Moment) {
        let gone: Vec<_> =
            self.waiting.iter().filter(|(_, waiting)| waiting.reply.is_closed()).map(|(knock, _)| *knock).collect();
        for knock in gone {
            self.waiting.remove(&knock);
            self.tell_doorkeepers(ServerMessage::KnockGone { knock }, now);
        }
    }

    /// All who wait, for somebody who may let them in.
    pub(super) fn knocks(&self) -> impl Iterator<Item = Letter> {
        self.waiting.iter().map(|(knock, waiting)| {
            let name = waiting.entrance.visitor.name.clone();
            Letter::new(ServerMessage::Knock { knock: *knock, name })
        })
    }

    fn tell_doorkeepers(&mut self, message: ServerMessage, now: Moment) {
        let letter = Letter::new(message);
        for (_, member) in self.members.iter_mut() {
            if member.standing.may(Action::Admit) {
                member.tell(letter.clone(), now.steady);
            }
        }
    }
}
