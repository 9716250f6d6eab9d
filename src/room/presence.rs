//! Keeps a member's place while their socket is gone.

use super::{
    command::{Claim, Reply},
    ledger::Entry,
    member::Link,
    moment::Moment,
    outbox::{Letter, outbox},
    refusal::Refusal,
    state::Room,
};
use crate::{
    media::PeerId,
    wire::{ErrorCode, LeaveAction, ServerMessage},
};

impl Room {
    /// Gives a member back to somebody who can prove to be them. Nobody else sees it.
    pub(super) async fn resume(&mut self, claim: Claim, reply: Reply, now: Moment) {
        let peer = PeerId(claim.token.participant);
        let number = self.number();
        let Some(member) = self.members.find(peer) else {
            let _gone = reply.send(Err(Refusal::ResumeExpired));
            return;
        };
        if member.who != claim.who || !member.token.matches(&claim.token) {
            let _gone = reply.send(Err(Refusal::ResumeExpired));
            return;
        }
        let Some(missed) = self.replay.since(claim.after) else {
            // They missed more than can be replayed and will come in anew, so this one is over.
            self.depart(peer, now).await;
            let _gone = reply.send(Err(Refusal::ResumeExpired));
            return;
        };

        let displaced = Letter::farewell(LeaveAction::Stop, ErrorCode::Displaced, "this call goes on elsewhere");
        member.cut(displaced, now.steady);
        let (outbox, inbox) = outbox();
        member.link = Link::Up { number, outbox };
        let is_offered_slots = member.is_offered_slots;
        let mut letters = vec![self.welcome(claim.id, peer, &claim.token, None)];
        letters.extend(missed.iter().map(Letter::framed));
        // If they hung up meanwhile, the closed inbox is noticed like any other.
        let _gone = reply.send(Ok(self.entered(peer, number, letters, inbox)));
        if is_offered_slots {
            self.offer_slots(peer, now).await;
        }
    }

    /// A socket is gone; its member may come back.
    pub(super) fn lost(&mut self, peer: PeerId, link: u64, now: Moment) {
        if let Some(member) = self.members.find(peer)
            && member.is_linked(link)
        {
            member.link = Link::Down { since: now.steady };
        }
    }

    /// Finds sockets that went away without a word, and members who stayed away for too long.
    pub(super) async fn sweep(&mut self, now: Moment) {
        let mut lost = Vec::new();
        for (peer, member) in self.members.iter_mut() {
            member.check_link(now.steady);
            if member.is_lost(now.steady) {
                lost.push(peer);
            }
        }
        for peer in lost {
            self.depart(peer, now).await;
        }
        self.sweep_lobby(now);
    }

    /// Lets a member go for good: media, signing and the ledger know it, and then the others.
    pub(super) async fn depart(&mut self, peer: PeerId, now: Moment) {
        self.stop_signing(peer, now).await;
        if self.members.remove(peer).is_none() {
            return;
        }
        self.forget(peer, now).await;
        self.members.tell_all(ServerMessage::ParticipantLeft { participant: peer.0 }, now.steady);
        if self.members.is_empty()
            && let Some(call) = &mut self.call
        {
            call.emptied(now.steady);
        }
    }

    /// Ends somebody's media and time in the call.
    pub(super) async fn forget(&mut self, peer: PeerId, now: Moment) {
        self.plane.leave(self.id(), peer).await;
        // A failure was logged; the end of the call sets the time of all who have none.
        let _logged = self.ledger.write(Entry::Departure { peer, at: now.wall });
    }
}
