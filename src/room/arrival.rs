//! Lets people into a room.

use uuid::Uuid;

use super::{
    call::Call,
    command::{Entered, Entrance, Reply},
    ledger::{Entry, Unwritten},
    member::{Link, Member},
    moment::Moment,
    outbox::{Inbox, Letter, outbox},
    refusal::Refusal,
    rules::{ROOM_SIZE, may_enter},
    seat::Seat,
    state::Room,
    token::ResumeToken,
};
use crate::{
    media::{JoinRequest, Joined, MediaError, PeerId, SlotPlan},
    store,
    wire::{Answer, Participant, ServerMessage, SlotView},
};

/// Somebody whom media has taken in and the ledger is writing down.
pub(super) struct Arrival {
    entrance: Entrance,
    media: Joined,
    reply: Reply,
    /// What media said of their slots already.
    pub(super) slots: Vec<SlotView>,
    at: Moment,
}

impl Room {
    /// Takes somebody in as far as media goes; they are a member once that is written down.
    pub(super) async fn join(&mut self, entrance: Entrance, reply: Reply, now: Moment) {
        match self.admit(&entrance, now).await {
            Ok((peer, media)) => {
                self.arrivals.insert(peer, Arrival { entrance, media, reply, slots: Vec::new(), at: now });
            }
            Err(refusal) => {
                let _gone = reply.send(Err(refusal));
            }
        }
    }

    async fn admit(&mut self, entrance: &Entrance, now: Moment) -> Result<(PeerId, Joined), Refusal> {
        if self.stopping {
            return Err(Refusal::ServerStopping);
        }
        may_enter(self.members.len() + self.arrivals.len())?;
        let peer = PeerId(Uuid::now_v7());
        let others = ROOM_SIZE - 1;
        let request = JoinRequest {
            room: self.id(),
            peer,
            offer: entrance.offer.clone(),
            slots: SlotPlan { audio: others, video: others },
            events: self.senders.media.clone(),
        };
        let media = self.plane.join(request).await.map_err(Refusal::from)?;
        let (user, name) = (entrance.visitor.user, entrance.visitor.name.clone());
        if self.ledger.write(Entry::Arrival { peer, user, name, at: now }).is_err() {
            self.plane.leave(self.id(), peer).await;
            return Err(Refusal::NotSaved);
        }
        Ok((peer, media))
    }

    /// The ledger wrote somebody down, or failed to.
    pub(super) async fn arrived(
        &mut self,
        peer: PeerId,
        written: Result<(store::Call, Moment), Unwritten>,
        now: Moment,
    ) {
        let Some(arrival) = self.arrivals.remove(&peer) else { return };
        let (call, began) = match written {
            Ok(written) => written,
            Err(Unwritten) => {
                self.plane.leave(self.id(), peer).await;
                let _gone = arrival.reply.send(Err(Refusal::NotSaved));
                return;
            }
        };
        self.call.get_or_insert_with(|| Call::new(call.id, call.started, began.steady)).occupied();

        let Arrival { entrance, media, reply, slots, at } = arrival;
        if self.stopping {
            self.forget(peer, now).await;
            let _gone = reply.send(Err(Refusal::ServerStopping));
            return;
        }
        let id = entrance.id;
        let number = self.number();
        let (outbox, inbox) = outbox();
        let token = self.enrol(peer, entrance, slots, Link::Up { number, outbox }, at, now);
        let letters = vec![self.welcome(id, peer, &token, Some(media))];
        if reply.send(Ok(self.entered(peer, number, letters, inbox))).is_err() {
            // They hung up before they learned who they are: nobody can resume as them.
            self.depart(peer, now).await;
        }
    }

    /// Makes somebody a member and tells the others.
    fn enrol(
        &mut self,
        peer: PeerId,
        entrance: Entrance,
        slots: Vec<SlotView>,
        link: Link,
        at: Moment,
        now: Moment,
    ) -> ResumeToken {
        let Entrance { visitor, microphone, camera, .. } = entrance;
        let view = Participant {
            id: peer.0,
            name: visitor.name,
            user: Some(visitor.user),
            joined: at.wall,
            microphone,
            camera,
            consent: false,
            demo: visitor.demo,
        };
        self.members.tell_all(ServerMessage::ParticipantJoined { participant: view.clone() }, now.steady);
        let token = ResumeToken::draw(self.info.id, peer.0, &mut rand::rng());
        let mut member = Member::new(view, visitor.user, token.clone(), link);
        member.slots = slots;
        self.members.insert(peer, member);
        self.show_in_slots(peer, now);
        token
    }

    /// The `joined` answer; without SDP it answers a resume.
    pub(super) fn welcome(&self, id: u32, me: PeerId, token: &ResumeToken, media: Option<Joined>) -> Letter {
        // A member is in a call.
        let (call, call_started) = self.call.as_ref().map(|call| (call.id, call.started)).unwrap_or_default();
        let slots = self.members.iter().find(|(peer, _)| *peer == me).map(|(_, member)| self.visible(&member.slots));
        let is_new = media.is_some();
        let (publish_answer, subscribe_offer) =
            media.map(|media| (media.publish_answer, media.subscribe_offer)).unzip();
        let joined = Answer::Joined {
            me: me.0,
            participants: self.members.views(),
            call,
            room: self.info.code.clone(),
            room_title: self.info.title.clone(),
            call_started,
            resume_token: token.reveal(),
            seq: self.replay.last(),
            publish_answer,
            subscribe_offer,
            slots: slots.unwrap_or_default(),
            chat: if is_new { self.replay.recent_chat() } else { Vec::new() },
            captions: if is_new { self.replay.recent_captions() } else { Vec::new() },
            recogniser: self.pool.is_some(),
        };
        Letter::new(ServerMessage::Answer { id, result: joined })
    }

    /// What a socket gets that is in: the given letters, then the captions that are open just now.
    pub(super) fn entered(&self, peer: PeerId, number: u64, mut letters: Vec<Letter>, inbox: Inbox) -> Entered {
        letters.extend(self.open_captions());
        Entered { seat: Seat::new(peer, number, self.senders.commands.clone()), letters, inbox }
    }
}

impl From<MediaError> for Refusal {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::BadSdp(what) => Self::BadSdp(what),
            error => {
                tracing::error!(%error, "media refused a participant");
                Self::Internal
            }
        }
    }
}
