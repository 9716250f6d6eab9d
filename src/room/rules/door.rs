//! Decides who comes in.

use super::table::{Action, Standing};
use crate::{room::refusal::Refusal, store};

/// People who may wait for it at once. Who comes when it is full is told that the room is.
pub(in crate::room) const LOBBY_SIZE: usize = 32;

/// Where somebody who knocks goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::room) enum Way {
    In,
    Lobby,
}

/// Whether somebody may come to a room at all, the password apart.
pub fn may_come(room: &store::Room, standing: &Standing, is_banned: bool) -> Result<(), Refusal> {
    if is_banned {
        return Err(Refusal::Banned);
    }
    let is_guest = *standing == Standing::guest();
    match room.access {
        store::Access::Invited if !is_guest && !standing.is_named() => Err(Refusal::NotInvited),
        store::Access::Invited | store::Access::Members => Ok(()),
    }
}

/// Where the room's settings send somebody.
pub(in crate::room) fn way_in(room: &store::Room, standing: &Standing) -> Result<Way, Refusal> {
    if room.locked && !standing.may(Action::PassLock) {
        return Err(Refusal::RoomLocked);
    }
    Ok(if room.lobby && !standing.may(Action::PassLobby) { Way::Lobby } else { Way::In })
}

/// Whether one more may come into a room of this size, beside those who are here or on their way.
pub(in crate::room) fn may_enter(present: usize, size: usize) -> Result<(), Refusal> {
    if present < size { Ok(()) } else { Err(Refusal::RoomFull) }
}

#[cfg(test)]
pub(in crate::room) mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::room::rules::Rank;

    #[test]
    fn who_would_be_one_too_many_is_refused() {
        assert_eq!(may_enter(0, 12), Ok(()));
        assert_eq!(may_enter(11, 12), Ok(()));
        assert_eq!(may_enter(12, 12), Err(Refusal::RoomFull));
    }

    #[test]
    fn who_is_banned_does_not_come_whatever_else_they_are() {
        assert_eq!(may_come(&room(), &Standing::guest(), true), Err(Refusal::Banned));
        assert_eq!(may_come(&room(), &named(Rank::Participant), true), Err(Refusal::Banned));
    }

    #[test]
    fn a_room_for_the_invited_is_closed_to_all_others_but_guests_with_a_link() {
        let room = store::Room { access: store::Access::Invited, ..room() };
        assert_eq!(may_come(&room, &stranger(), false), Err(Refusal::NotInvited));
        for standing in [Standing::guest(), named(Rank::Participant), named(Rank::Moderator), named(Rank::Owner)] {
            assert_eq!(may_come(&room, &standing, false), Ok(()));
        }
    }

    #[test]
    fn a_locked_room_opens_to_those_who_keep_order_only() {
        let room = store::Room { locked: true, ..room() };
        for standing in [Standing::guest(), stranger(), named(Rank::Participant)] {
            assert_eq!(way_in(&room, &standing), Err(Refusal::RoomLocked));
        }
        assert_eq!(way_in(&room, &named(Rank::Moderator)), Ok(Way::In));
    }

    #[test]
    fn who_keeps_order_does_not_wait_in_the_lobby() {
        let room = store::Room { lobby: true, ..room() };
        for standing in [Standing::guest(), stranger(), named(Rank::Participant)] {
            assert_eq!(way_in(&room, &standing), Ok(Way::Lobby));
        }
        assert_eq!(way_in(&room, &named(Rank::Owner)), Ok(Way::In));
        assert_eq!(way_in(&store::Room { lobby: false, ..room }, &stranger()), Ok(Way::In));
    }

    pub(in crate::room) fn room() -> store::Room {
        store::Room {
            id: Uuid::from_u128(1),
            code: "acdacdacd".to_owned(),
            title: None,
            owner: Uuid::from_u128(2),
            owner_name: "Ana".to_owned(),
            created_at: DateTime::UNIX_EPOCH,
            access: store::Access::Members,
            password_hash: None,
            lobby: false,
            locked: false,
            history: true,
            retention_days: None,
            version: 1,
        }
    }

    pub(in crate::room) fn stranger() -> Standing {
        named(Rank::Member)
    }

    fn named(rank: Rank) -> Standing {
        Standing::only(rank)
    }
}
