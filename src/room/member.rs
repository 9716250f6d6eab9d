//! A participant as the room sees them.

use std::time::{Duration, Instant};

use super::{
    command::Who,
    outbox::{Letter, Outbox},
    rate::Rate,
    rules::Standing,
    signing::Signing,
    token::ResumeToken,
};
use crate::wire::{ErrorCode, LeaveAction, Participant, RESUME_SECONDS, SlotView};

/// Somebody in the room, whether their socket is there just now or not.
pub(super) struct Member {
    /// What everybody knows of them.
    pub(super) view: Participant,
    pub(super) who: Who,
    /// All that they are here; `view.role` shows it to the others.
    pub(super) standing: Standing,
    /// What nobody gets of them until they switch it on again.
    pub(super) held: Held,
    pub(super) token: ResumeToken,
    pub(super) link: Link,
    /// What their subscribe connection shows, as they were last told.
    pub(super) slots: Vec<SlotView>,
    /// The layers that they are to send, if not all.
    pub(super) layers: Option<Vec<String>>,
    /// An offer of more slots is on its way and not answered yet.
    pub(super) is_offered_slots: bool,
    pub(super) signing: Signing,
    pub(super) chat: Rate,
    pub(super) requests: Rate,
}

/// What was stopped by somebody who keeps order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) sound: bool,
    pub(super) picture: bool,
}

/// The way to a member.
pub(super) enum Link {
    /// Their socket is gone; they may come back until [`RESUME_SECONDS`] after this.
    Down { since: Instant },
    /// Their socket, with the number that tells it from sockets they had before.
    Up { number: u64, outbox: Outbox },
}

impl Member {
    pub(super) fn new(view: Participant, who: Who, standing: Standing, token: ResumeToken, link: Link) -> Self {
        Self {
            view,
            who,
            standing,
            held: Held::default(),
            token,
            link,
            slots: Vec::new(),
            layers: None,
            is_offered_slots: false,
            signing: Signing::Off,
            chat: Rate::new(CHAT_MESSAGES, Duration::from_secs(1)),
            requests: Rate::new(REQUESTS, Duration::from_secs(1)),
        }
    }

    /// Sends a letter; a reader who is too slow for it is cut.
    pub(super) fn tell(&mut self, letter: Letter, now: Instant) {
        if let Link::Up { outbox, .. } = &self.link
            && !outbox.put(letter)
        {
            let reason = "too much was waiting to be read";
            self.cut(Letter::farewell(LeaveAction::Resume, ErrorCode::SlowReader, reason), now);
        }
    }

    /// Closes the socket with a last letter; the member stays.
    pub(super) fn cut(&mut self, farewell: Letter, now: Instant) {
        if let Link::Up { outbox, .. } = std::mem::replace(&mut self.link, Link::Down { since: now }) {
            outbox.close(farewell);
        }
    }

    /// Whether this is the number of the socket they have now.
    pub(super) fn is_linked(&self, link: u64) -> bool {
        matches!(self.link, Link::Up { number, .. } if number == link)
    }

    /// Notices a socket that went away without a word.
    pub(super) fn check_link(&mut self, now: Instant) {
        if matches!(&self.link, Link::Up { outbox, .. } if outbox.is_closed()) {
            self.link = Link::Down { since: now };
        }
    }

    /// Whether they were away for too long to come back.
    pub(super) fn is_lost(&self, now: Instant) -> bool {
        matches!(self.link, Link::Down { since } if now.duration_since(since) >= Duration::from_secs(RESUME_SECONDS))
    }
}

/// Chat messages a second.
const CHAT_MESSAGES: usize = 10;
/// Requests of all kinds a second: several times what a lively client sends. Each may be told to
/// everybody, so without a bound one client could cut all others as slow readers.
const REQUESTS: usize = 40;

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rand::{SeedableRng, rngs::StdRng};
    use uuid::Uuid;

    use super::*;
    use crate::{
        room::outbox::{Delivery, outbox},
        wire::{Answer, ParticipantRole, ServerMessage},
    };

    #[tokio::test]
    async fn a_slow_reader_is_cut_with_the_reason_but_stays_a_member() {
        let now = Instant::now();
        let (out, mut inbox) = outbox();
        let mut member = member(Link::Up { number: 1, outbox: out });
        for id in 0..1_000 {
            member.tell(Letter::new(ServerMessage::Answer { id, result: Answer::Done {} }), now);
        }
        let Delivery::Last(letter) = inbox.next().await else { panic!("the last letter comes first") };
        assert!(letter.as_str().contains("slow_reader") && letter.as_str().contains("resume"));
        assert!(!member.is_linked(1) && !member.is_lost(now));
    }

    #[test]
    fn a_dropped_member_is_lost_after_thirty_seconds() {
        let now = Instant::now();
        let (out, inbox) = outbox();
        let mut member = member(Link::Up { number: 1, outbox: out });
        member.check_link(now);
        assert!(member.is_linked(1));
        drop(inbox);
        member.check_link(now);
        assert!(!member.is_linked(1));
        assert!(!member.is_lost(now + Duration::from_secs(29)));
        assert!(member.is_lost(now + Duration::from_secs(30)));
    }

    fn member(link: Link) -> Member {
        let id = Uuid::from_u128(1);
        let view = Participant {
            id,
            name: "Ana".to_owned(),
            user: None,
            joined: DateTime::UNIX_EPOCH,
            microphone: true,
            camera: true,
            consent: false,
            demo: false,
            role: ParticipantRole::Guest,
        };
        let who = Who::Guest { session: id, room: id };
        Member::new(view, who, Standing::guest(), ResumeToken::draw(id, id, &mut StdRng::seed_from_u64(1)), link)
    }
}
