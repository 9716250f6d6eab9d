//! Makes whoever guesses the password of a room wait, however many sockets they open.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::account::Attempts;
use crate::room::Refusal;
use crate::room_code::RoomCode;

/// One socket's view of the wrong passwords of late. They count by address, and by the room that they
/// were for: whoever has a room of their own could otherwise wipe the slate clean by entering that.
pub(super) struct Guesses {
    /// A std mutex: it is held for a look into a map, never across an await.
    pub(super) attempts: Arc<Mutex<Attempts>>,
    pub(super) from: IpAddr,
}

impl Guesses {
    /// One more, if it is time for one. It counts as wrong until it turns out right.
    pub(super) fn begin(&self, room: &RoomCode, now: Instant) -> Result<(), Refusal> {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.begin(self.from, room.as_str(), now).map_err(|_| Refusal::RateLimited)
    }

    /// This one was right.
    pub(super) fn hit(&self, room: &RoomCode, now: Instant) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.succeeded(self.from, room.as_str(), now);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn guesses_from_many_sockets_and_addresses_count_as_one_rooms() {
        let (attempts, start) = (Arc::default(), Instant::now());
        let at = |last| Guesses { attempts: Arc::clone(&attempts), from: IpAddr::from([192, 0, 2, last]) };
        let (room, own) = (code("aaaaaaaaa"), code("ccccccccc"));
        for last in 1..6 {
            at(last).begin(&room, start).unwrap();
        }
        assert!(at(9).begin(&room, start).is_err());
        // A right password elsewhere changes nothing here.
        at(9).begin(&own, start).unwrap();
        at(9).hit(&own, start);
        assert!(at(9).begin(&room, start).is_err());
        assert!(at(9).begin(&room, start + Duration::from_secs(1)).is_ok());
    }

    #[test]
    fn who_knows_the_password_is_not_kept_out_by_those_who_guess() {
        let (attempts, start) = (Arc::default(), Instant::now());
        let at = |last| Guesses { attempts: Arc::clone(&attempts), from: IpAddr::from([192, 0, 2, last]) };
        let room = code("aaaaaaaaa");
        for _ in 0..20 {
            at(1).begin(&room, start).unwrap();
            at(1).hit(&room, start);
        }
        (0..9).for_each(|_| drop(at(2).begin(&room, start)));
        assert!(at(1).begin(&room, start).is_ok());
        assert!(at(2).begin(&room, start).is_err());
    }

    fn code(text: &str) -> RoomCode {
        RoomCode::parse(text).unwrap()
    }
}
