//! Who may do what: one table.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{store, wire::ParticipantRole};

/// What somebody can be.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Rank {
    /// Came by a link, without an account.
    Guest,
    /// Has an account here.
    Member,
    /// Named in the room's list.
    Participant,
    /// Keeps order.
    Moderator,
    /// Whose room it is.
    Owner,
    /// Answers for the whole server.
    Administrator,
}

impl Rank {
    /// What the room's list makes of somebody.
    pub(in crate::room) fn named(role: store::RoomRole) -> Option<Self> {
        match role {
            store::RoomRole::Banned => None,
            store::RoomRole::Member => Some(Self::Participant),
            store::RoomRole::Moderator => Some(Self::Moderator),
        }
    }
}

/// What can be done in a room, or with it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Action {
    /// Decide about those who wait.
    Admit,
    /// Take somebody on the list who may come.
    Invite,
    /// Make somebody a moderator, or no longer.
    Appoint,
    /// Send somebody away for good.
    Ban,
    /// Change what the room is: title, access, password, history.
    Change,
    /// Take messages away.
    Clear,
    /// Remove the room with everything said in it.
    Delete,
    /// End the call for everybody.
    EndCall,
    /// Give the room to somebody else.
    HandOver,
    /// Make links for guests, or take them back.
    Link,
    /// Close the door to everybody new, or open it; have those who come wait.
    Lock,
    /// Silence somebody.
    Mute,
    /// Come in while the door is closed.
    PassLock,
    /// Come in without waiting.
    PassLobby,
    /// Come in without the password.
    PassPassword,
    /// Send somebody away.
    Remove,
    /// Write to everybody.
    Say,
    /// See who is on the list.
    SeePeople,
    /// Stop somebody's camera or screen.
    StopVideo,
}

/// Everything that one person is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing(BTreeSet<Rank>);

impl Standing {
    /// A guest, who is nothing else.
    pub fn guest() -> Self {
        Self(BTreeSet::from([Rank::Guest]))
    }

    /// Somebody with an account, as a room sees them.
    pub fn of(room: &store::Room, user: Uuid, is_admin: bool, role: Option<store::RoomRole>) -> Self {
        let mut ranks = BTreeSet::from([Rank::Member]);
        if is_admin {
            ranks.insert(Rank::Administrator);
        }
        match role {
            _ if room.owner == user => ranks.extend([Rank::Owner]),
            role => ranks.extend(role.and_then(Rank::named)),
        }
        Self(ranks)
    }

    /// The same person, with another role in the room.
    pub(in crate::room) fn with_role(mut self, rank: Option<Rank>) -> Self {
        if !self.0.contains(&Rank::Guest) {
            self.0.retain(|rank| matches!(rank, Rank::Member | Rank::Administrator));
            self.0.extend(rank);
        }
        self
    }

    /// Whether the room knows them: as owner, moderator or invited.
    pub fn is_named(&self) -> bool {
        self.0.iter().any(|rank| matches!(rank, Rank::Participant | Rank::Moderator | Rank::Owner))
    }

    /// Whether one of the things they are may do this.
    pub fn may(&self, action: Action) -> bool {
        self.0.iter().any(|rank| allows(*rank, action))
    }

    /// The same, done to somebody.
    pub fn may_to(&self, action: Action, other: &Self) -> bool {
        self.0.iter().any(|rank| allows(*rank, action) && reaches(*rank, other.highest()))
    }

    /// What the others in the call see.
    pub(in crate::room) fn shown(&self) -> ParticipantRole {
        if self.0.contains(&Rank::Owner) {
            ParticipantRole::Owner
        } else if self.0.contains(&Rank::Moderator) {
            ParticipantRole::Moderator
        } else if self.0.contains(&Rank::Guest) {
            ParticipantRole::Guest
        } else {
            ParticipantRole::Member
        }
    }

    #[cfg(test)]
    pub(in crate::room) fn only(rank: Rank) -> Self {
        Self(BTreeSet::from([rank]))
    }

    fn highest(&self) -> Rank {
        self.0.last().copied().unwrap_or(Rank::Guest)
    }
}

/// The table. In a column stands what this rank adds: an administrator who is in a call may also
/// what a participant may.
fn allows(rank: Rank, action: Action) -> bool {
    use Rank::{Administrator, Guest, Member, Moderator, Owner, Participant};

    let who: &[Rank] = match action {
        Action::Admit => &[Moderator, Owner],
        Action::Invite => &[Moderator, Owner],
        Action::Appoint => &[Owner],
        Action::Ban => &[Moderator, Owner, Administrator],
        Action::Change => &[Owner],
        Action::Clear => &[Moderator, Owner, Administrator],
        Action::Delete => &[Owner, Administrator],
        Action::EndCall => &[Owner, Administrator],
        Action::HandOver => &[Owner],
        Action::Link => &[Moderator, Owner],
        Action::Lock => &[Moderator, Owner],
        Action::Mute => &[Moderator, Owner, Administrator],
        Action::PassLobby => &[Moderator, Owner],
        Action::PassLock => &[Moderator, Owner],
        // A link for guests is a key by itself: it expires, is counted, and can be revoked.
        Action::PassPassword => &[Guest, Moderator, Owner],
        Action::Remove => &[Moderator, Owner, Administrator],
        Action::Say => &[Guest, Member, Participant, Moderator, Owner, Administrator],
        Action::SeePeople => &[Moderator, Owner],
        Action::StopVideo => &[Moderator, Owner, Administrator],
    };
    who.contains(&rank)
}

/// Whom somebody who keeps order can do it to.
fn reaches(rank: Rank, other: Rank) -> bool {
    match rank {
        Rank::Guest | Rank::Member | Rank::Participant => false,
        Rank::Moderator => other < Rank::Moderator,
        Rank::Owner => other != Rank::Owner,
        Rank::Administrator => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANKS: [Rank; 6] =
        [Rank::Guest, Rank::Member, Rank::Participant, Rank::Moderator, Rank::Owner, Rank::Administrator];

    /// In the order of [`RANKS`].
    #[rustfmt::skip]
    const TABLE: [(Action, [bool; 6]); 19] = [
        (Action::Admit,        [false, false, false, true,  true,  false]),
        (Action::Appoint,      [false, false, false, false, true,  false]),
        (Action::Ban,          [false, false, false, true,  true,  true]),
        (Action::Change,       [false, false, false, false, true,  false]),
        (Action::Clear,        [false, false, false, true,  true,  true]),
        (Action::Delete,       [false, false, false, false, true,  true]),
        (Action::EndCall,      [false, false, false, false, true,  true]),
        (Action::HandOver,     [false, false, false, false, true,  false]),
        (Action::Invite,       [false, false, false, true,  true,  false]),
        (Action::Link,         [false, false, false, true,  true,  false]),
        (Action::Lock,         [false, false, false, true,  true,  false]),
        (Action::Mute,         [false, false, false, true,  true,  true]),
        (Action::PassLobby,    [false, false, false, true,  true,  false]),
        (Action::PassLock,     [false, false, false, true,  true,  false]),
        (Action::PassPassword, [true,  false, false, true,  true,  false]),
        (Action::Remove,       [false, false, false, true,  true,  true]),
        (Action::Say,          [true,  true,  true,  true,  true,  true]),
        (Action::SeePeople,    [false, false, false, true,  true,  false]),
        (Action::StopVideo,    [false, false, false, true,  true,  true]),
    ];

    #[test]
    fn what_is_forbidden_is_refused() {
        for (action, row) in TABLE {
            for (rank, _) in RANKS.into_iter().zip(row).filter(|(_, allowed)| !allowed) {
                assert!(!only(rank).may(action), "{rank:?} must not {action:?}");
            }
        }
    }

    #[test]
    fn what_is_allowed_is_granted() {
        for (action, row) in TABLE {
            for (rank, _) in RANKS.into_iter().zip(row).filter(|(_, allowed)| *allowed) {
                assert!(only(rank).may(action), "{rank:?} may {action:?}");
            }
        }
    }

    #[test]
    fn nobody_does_to_others_what_they_may_not_do() {
        for (action, row) in TABLE {
            for (rank, _) in RANKS.into_iter().zip(row).filter(|(_, allowed)| !allowed) {
                for other in RANKS {
                    assert!(!only(rank).may_to(action, &only(other)), "{rank:?} {action:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn who_keeps_order_reaches_only_those_below() {
        for (rank, forbidden) in [
            (Rank::Moderator, &[Rank::Moderator, Rank::Owner, Rank::Administrator][..]),
            (Rank::Owner, &[Rank::Owner]),
            (Rank::Administrator, &[]),
        ] {
            for other in RANKS {
                assert_eq!(only(rank).may_to(Action::Mute, &only(other)), !forbidden.contains(&other), "{other:?}");
            }
        }
    }

    #[test]
    fn an_administrator_is_also_what_they_are_otherwise() {
        let both = Standing(BTreeSet::from([Rank::Member, Rank::Participant, Rank::Moderator, Rank::Administrator]));
        assert!(both.may(Action::PassLobby) && both.may(Action::Delete) && !both.may(Action::HandOver));
        assert_eq!(both.shown(), ParticipantRole::Moderator);
        let demoted = both.with_role(None);
        assert!(!demoted.may(Action::PassLobby) && demoted.may(Action::Delete) && !demoted.is_named());
    }

    #[test]
    fn a_guest_stays_a_guest() {
        assert_eq!(Standing::guest().with_role(Some(Rank::Owner)), Standing::guest());
    }

    fn only(rank: Rank) -> Standing {
        Standing::only(rank)
    }
}
