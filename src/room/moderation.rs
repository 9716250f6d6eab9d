//! Keeps order in a call.

use uuid::Uuid;

use super::{
    command::Who,
    ledger::{Deed, Entry, Unwritten},
    moment::Moment,
    outbox::Letter,
    refusal::Refusal,
    rules::Action,
    state::Room,
};
use crate::{
    media::{MediaKind, PeerId},
    store::NewAudit,
    wire::{Answer, LeaveAction, ModerationAction, ServerMessage},
};

impl Room {
    /// Does something to somebody, at once; the answer follows when it is noted on disk.
    pub(super) async fn moderate(
        &mut self,
        peer: PeerId,
        request: u32,
        other: PeerId,
        action: ModerationAction,
        now: Moment,
    ) -> Result<Option<Answer>, Refusal> {
        let rule = rule(action);
        let member = self.members.find(peer).ok_or(Refusal::OutOfOrder)?;
        let (standing, by, actor) = (member.standing.clone(), member.view.name.clone(), member.who.user());
        if !standing.may(rule) {
            return Err(Refusal::Forbidden);
        }
        // They went by themselves.
        let Some(concerned) = self.members.find(other) else { return Ok(Some(Answer::Done {})) };
        if peer == other || !standing.may_to(rule, &concerned.standing) {
            return Err(Refusal::Forbidden);
        }
        let (who, name) = (concerned.who, concerned.view.name.clone());
        let audit = NewAudit {
            actor,
            action: format!("call_{}", verb(action)),
            subject: who.user().map_or_else(|| format!("participant {}", other.0), |user| user.to_string()),
            detail: Some(format!("{name} in room {}", self.info.code)),
            at: now.wall,
        };
        let mut deed = Deed::Note;
        match action {
            ModerationAction::Ban => {
                deed = Deed::Ban(who);
                self.banned.insert(who);
                self.expel(Refusal::Banned, now, |other| other == who).await;
            }
            ModerationAction::Mute => self.hold(other, MediaKind::Audio, now).await,
            ModerationAction::Remove => self.send_away(other, Refusal::Removed, now).await,
            ModerationAction::StopCamera | ModerationAction::StopScreen => {
                self.hold(other, MediaKind::Video, now).await;
                self.stop_signing(other, now).await;
            }
        }
        if let Some(concerned) = self.members.find(other) {
            concerned.tell(Letter::new(ServerMessage::Moderated { action, by }), now.steady);
        }
        self.ledger.write(Entry::Deed { peer, request, deed, audit })?;
        Ok(None)
    }

    /// Takes a message of this call away, or all; the answer follows when they are gone from disk.
    pub(super) fn clear(
        &mut self,
        peer: PeerId,
        request: u32,
        message: Option<Uuid>,
        now: Moment,
    ) -> Result<Option<Answer>, Refusal> {
        let member = self.members.find(peer).ok_or(Refusal::OutOfOrder)?;
        if !member.standing.may(Action::Clear) {
            return Err(Refusal::Forbidden);
        }
        let audit = NewAudit {
            actor: member.who.user(),
            action: "messages_cleared".to_owned(),
            subject: message.map_or_else(|| format!("room {}", self.info.code), |message| message.to_string()),
            detail: self.call.as_ref().map(|call| format!("call {}", call.id)),
            at: now.wall,
        };
        self.ledger.write(Entry::Deed { peer, request, deed: Deed::Clear(message), audit })?;
        Ok(None)
    }

    /// The ledger noted a deed, or failed to.
    pub(super) fn done(
        &mut self,
        peer: PeerId,
        request: u32,
        deed: &Deed,
        written: Result<(), Unwritten>,
        now: Moment,
    ) {
        if let (Deed::Clear(message), Ok(())) = (deed, written) {
            let letter = Letter::framed(&self.replay.clear(*message));
            self.members.post_all(&letter, now.steady);
        }
        self.answer(peer, request, written.map(|()| Answer::Done {}).map_err(Refusal::from), now);
    }

    /// Sends everybody away who is known by one of these, and those of them who wait.
    pub(super) async fn expel(&mut self, reason: Refusal, now: Moment, whom: impl Fn(Who) -> bool) {
        let peers: Vec<_> = self.members.iter().filter(|(_, member)| whom(member.who)).map(|(peer, _)| peer).collect();
        for peer in peers {
            self.send_away(peer, reason.clone(), now).await;
        }
        self.turn_away_some(&reason, now, |waiting| whom(waiting.entrance.visitor.who));
    }

    /// Sends one member away.
    async fn send_away(&mut self, peer: PeerId, reason: Refusal, now: Moment) {
        if let Some(member) = self.members.find(peer) {
            member.cut(Letter::farewell(LeaveAction::Stop, reason.code(), &reason), now.steady);
        }
        self.depart(peer, now).await;
    }

    /// Gives nobody this member's sound or picture until they switch it on again.
    async fn hold(&mut self, peer: PeerId, kind: MediaKind, now: Moment) {
        self.plane.hold(self.id(), peer, kind, true).await;
        let Some(member) = self.members.find(peer) else { return };
        match kind {
            MediaKind::Audio => (member.held.sound, member.view.microphone) = (true, false),
            MediaKind::Video => (member.held.picture, member.view.camera) = (true, false),
        }
        self.members.tell_changed(peer, now.steady);
    }
}

fn rule(action: ModerationAction) -> Action {
    match action {
        ModerationAction::Ban => Action::Ban,
        ModerationAction::Mute => Action::Mute,
        ModerationAction::Remove => Action::Remove,
        ModerationAction::StopCamera | ModerationAction::StopScreen => Action::StopVideo,
    }
}

/// As it stands in the audit log.
fn verb(action: ModerationAction) -> &'static str {
    match action {
        ModerationAction::Ban => "ban",
        ModerationAction::Mute => "mute",
        ModerationAction::Remove => "remove",
        ModerationAction::StopCamera => "stop_camera",
        ModerationAction::StopScreen => "stop_screen",
    }
}
