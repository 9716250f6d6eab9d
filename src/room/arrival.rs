//! Lets people into a room.

use uuid::Uuid;

use tokio::sync::mpsc;

use super::{
    call::Call,
    command::{Door, Entered, Entrance, Reply},
    ledger::{Entry, Unwritten},
    member::{Link, Member},
    moment::Moment,
    outbox::{Inbox, Letter, outbox},
    refusal::Refusal,
    rules::{Action, Standing, Way, may_enter, way_in},
    seat::Seat,
    state::Room,
    token::ResumeToken,
};
use crate::{
    media::{JoinRequest, Joined, MediaError, PeerId, SlotPlan},
    store,
    wire::{Answer, Participant, ParticipantRole, ServerMessage, SlotView},
};

/// Somebody whom media has taken in and the ledger is writing down.
pub(super) struct Arrival {
    entrance: Entrance,
    standing: Standing,
    media: Joined,
    reply: Reply,
    /// What media said of their slots already.
    pub(super) slots: Vec<SlotView>,
    /// And of the layers that they are to send.
    pub(super) layers: Option<Vec<String>>,
    at: Moment,
}

impl Room {
    /// Lets somebody in, has them wait, or sends them away.
    pub(super) async fn join(
        &mut self,
        entrance: Entrance,
        door: Door,
        lobby: &mpsc::Sender<()>,
        reply: Reply,
        now: Moment,
    ) {
        let Door { room, standing } = door;
        self.change(room, now).await;
        let way = if self.banned.contains(&entrance.visitor.who) {
            Err(Refusal::Banned)
        } else {
            way_in(&self.info, &standing)
        };
        match way {
            Ok(Way::In) => self.take_in(entrance, standing, reply, now).await,
            Ok(Way::Lobby) => self.keep_waiting(entrance, standing, lobby, reply, now),
            Err(refusal) => {
                let _gone = reply.send(Err(refusal));
            }
        }
    }

    /// Takes somebody in as far as media goes; they are a member once that is written down.
    pub(super) async fn take_in(&mut self, entrance: Entrance, standing: Standing, reply: Reply, now: Moment) {
        match self.admit(&entrance, now).await {
            Ok((peer, media)) => {
                let arrival = Arrival { entrance, standing, media, reply, slots: Vec::new(), layers: None, at: now };
                self.arrivals.insert(peer, arrival);
            }
            Err(refusal) => {
                let _gone = reply.send(Err(refusal));
            }
        }
    }

    async fn admit(&mut self, entrance: &Entrance, now: Moment) -> Result<(PeerId, Joined), Refusal> {
        if let Some(reason) = &self.ending {
            return Err(reason.clone());
        }
        may_enter(self.members.len() + self.arrivals.len(), self.size)?;
        let peer = PeerId(Uuid::now_v7());
        let coming = self.arrivals.len() + SPARE_SLOTS;
        let sending = |on: fn(&Participant) -> bool| self.members.iter().filter(|(_, member)| on(&member.view)).count();
        // Those who only watch take no place in anybody's browser.
        let slots = |on| (sending(on) + coming).min(MOST_SEEN);
        let request = JoinRequest {
            room: self.id(),
            peer,
            offer: entrance.offer.clone(),
            slots: SlotPlan { audio: slots(|it| it.microphone), video: slots(|it| it.camera), most: MOST_SEEN },
            events: self.senders.media.clone(),
        };
        let media = self.plane.join(request).await.map_err(Refusal::from)?;
        let (user, name) = (entrance.visitor.who.user(), entrance.visitor.name.clone());
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

        let Arrival { entrance, standing, media, reply, slots, layers, at } = arrival;
        let banned = self.banned.contains(&entrance.visitor.who).then_some(Refusal::Banned);
        if let Some(reason) = self.ending.clone().or(banned) {
            self.forget(peer, now).await;
            let _gone = reply.send(Err(reason));
            return;
        }
        let id = entrance.id;
        let number = self.number();
        let (outbox, inbox) = outbox();
        let token = self.enrol(peer, entrance, standing, slots, Link::Up { number, outbox }, at, now);
        if let Some(member) = self.members.find(peer) {
            member.layers = layers;
        }
        let letters = vec![self.welcome(id, peer, &token, Some(media))];
        if reply.send(Ok(self.entered(peer, number, letters, inbox))).is_err() {
            // They hung up before they learned who they are: nobody can resume as them.
            self.depart(peer, now).await;
        }
    }

    /// Makes somebody a member and tells the others.
    #[expect(clippy::too_many_arguments, reason = "everything that makes a member")]
    fn enrol(
        &mut self,
        peer: PeerId,
        entrance: Entrance,
        standing: Standing,
        slots: Vec<SlotView>,
        link: Link,
        at: Moment,
        now: Moment,
    ) -> ResumeToken {
        let Entrance { visitor, microphone, camera, .. } = entrance;
        let view = Participant {
            id: peer.0,
            name: visitor.name,
            user: visitor.who.user(),
            joined: at.wall,
            microphone,
            camera,
            consent: false,
            demo: visitor.demo,
            role: standing.shown(),
        };
        self.members.tell_all(ServerMessage::ParticipantJoined { participant: view.clone() }, now.steady);
        let token = ResumeToken::draw(self.info.id, peer.0, &mut rand::rng());
        let mut member = Member::new(view, visitor.who, standing, token.clone(), link);
        member.slots = slots;
        self.members.insert(peer, member);
        self.show_in_slots(peer, now);
        token
    }

    /// The `joined` answer; without SDP it answers a resume.
    pub(super) fn welcome(&self, id: u32, me: PeerId, token: &ResumeToken, media: Option<Joined>) -> Letter {
        // A member is in a call.
        let (call, call_started) = self.call.as_ref().map(|call| (call.id, call.started)).unwrap_or_default();
        let member = self.members.iter().find(|(peer, _)| *peer == me).map(|(_, member)| member);
        let slots = member.map(|member| self.visible(&member.slots));
        let is_told = media.is_some() && self.info.history;
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
            chat: if is_told { self.replay.recent_chat() } else { Vec::new() },
            captions: if is_told { self.replay.recent_captions() } else { Vec::new() },
            recogniser: self.pool.is_some(),
            role: member.map_or(ParticipantRole::Member, |member| member.view.role),
            locked: self.info.locked,
            lobby: self.info.lobby,
            history: self.info.history,
        };
        Letter::new(ServerMessage::Answer { id, result: joined })
    }

    /// What a socket gets that is in: the given letters, then which layers to send, the captions that
    /// are open just now, and, for who decides about them, those who wait.
    pub(super) fn entered(&self, peer: PeerId, number: u64, mut letters: Vec<Letter>, inbox: Inbox) -> Entered {
        let member = self.members.iter().find(|(other, _)| *other == peer).map(|(_, member)| member);
        let layers = member.and_then(|member| member.layers.clone());
        letters.extend(layers.map(|rids| Letter::new(ServerMessage::Layers { rids })));
        letters.extend(self.open_captions());
        if member.is_some_and(|member| member.standing.may(Action::Admit)) {
            letters.extend(self.knocks());
        }
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

/// Others whom one browser can hear, and as many whom it can see: each is a section of its session
/// description. Of more who send, those who came first are shown.
const MOST_SEEN: usize = 99;
/// People who can come after somebody before that one's connection has to be negotiated again.
const SPARE_SLOTS: usize = 2;
