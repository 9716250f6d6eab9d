//! Follows what is changed about a room while people are in it.

use uuid::Uuid;

use super::{
    command::Who,
    moment::Moment,
    outbox::Letter,
    refusal::Refusal,
    rules::{Action, Rank},
    state::Room,
};
use crate::{
    store::{self, RoomRole},
    wire::ServerMessage,
};

impl Room {
    /// The room is as `info` says, unless a newer state is known already.
    pub(super) async fn change(&mut self, info: store::Room, now: Moment) {
        if info.version <= self.info.version {
            return;
        }
        let before = std::mem::replace(&mut self.info, info);
        let owner = self.info.owner;
        if before.owner != owner {
            self.rank(before.owner, Some(Rank::Moderator), now);
            self.rank(owner, Some(Rank::Owner), now);
        }
        let (was, is) = (shown(&before), shown(&self.info));
        if was != is {
            self.members.tell_all(is, now.steady);
        }
        if before.lobby && !self.info.lobby {
            self.open_lobby(now).await;
        }
    }

    /// The room's list says something else of somebody.
    pub(super) async fn set_role(&mut self, user: Uuid, role: Option<RoomRole>, now: Moment) {
        if user == self.info.owner {
            return;
        }
        let who = Who::User(user);
        if role == Some(RoomRole::Banned) {
            self.banned.insert(who);
            return self.expel(Refusal::Banned, now, |other| other == who).await;
        }
        self.banned.remove(&who);
        self.rank(user, role.and_then(Rank::named), now);
    }

    /// The sessions of these guests are over.
    pub(super) async fn revoke(&mut self, sessions: &[Uuid], now: Moment) {
        let is_over = |who| matches!(who, Who::Guest { session, .. } if sessions.contains(&session));
        self.expel(Refusal::SessionEnded, now, is_over).await;
    }

    fn rank(&mut self, user: Uuid, rank: Option<Rank>, now: Moment) {
        let knocks: Vec<Letter> = self.knocks().collect();
        let mut changed = Vec::new();
        for (peer, member) in self.members.iter_mut().filter(|(_, member)| member.who == Who::User(user)) {
            let kept_the_door = member.standing.may(Action::Admit);
            member.standing = member.standing.clone().with_role(rank);
            member.view.role = member.standing.shown();
            changed.push(peer);
            if !kept_the_door && member.standing.may(Action::Admit) {
                for knock in &knocks {
                    member.tell(knock.clone(), now.steady);
                }
            }
        }
        for peer in changed {
            self.members.tell_changed(peer, now.steady);
        }
    }
}

/// What everybody in the room sees of its settings.
fn shown(info: &store::Room) -> ServerMessage {
    ServerMessage::RoomChanged {
        room_title: info.title.clone(),
        locked: info.locked,
        lobby: info.lobby,
        history: info.history,
    }
}
