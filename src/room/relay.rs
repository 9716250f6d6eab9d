//! Tells members what media says about their connections.

use super::{moment::Moment, outbox::Letter, state::Room};
use crate::{
    media::{ConnState, MediaEvent, PeerId, SlotEntry},
    wire::{MediaState, PauseReason, ServerMessage, SlotView},
};

impl Room {
    pub(super) async fn relay(&mut self, event: MediaEvent, now: Moment) {
        match event {
            MediaEvent::Layers { peer, on } => {
                if let Some(arrival) = self.arrivals.get_mut(&peer) {
                    arrival.layers = Some(on);
                } else if let Some(member) = self.members.find(peer) {
                    member.tell(Letter::new(ServerMessage::Layers { rids: on.clone() }), now.steady);
                    member.layers = Some(on);
                }
            }
            MediaEvent::Slots { peer, table, is_short } => {
                let slots: Vec<_> = table.into_iter().map(SlotView::from).collect();
                if let Some(arrival) = self.arrivals.get_mut(&peer) {
                    arrival.slots = slots;
                } else if let Some(member) = self.members.find(peer) {
                    member.slots = slots;
                    self.tell_slots(peer, now);
                    if is_short {
                        self.offer_slots(peer, now).await;
                    }
                }
            }
            MediaEvent::State { peer, publish, subscribe } => {
                if let Some(member) = self.members.find(peer) {
                    let message = ServerMessage::Media { publish: publish.into(), subscribe: subscribe.into() };
                    member.tell(Letter::new(message), now.steady);
                }
            }
        }
    }

    /// Offers more slots than there were, or again what is not answered yet.
    pub(super) async fn offer_slots(&mut self, peer: PeerId, now: Moment) {
        let offer = self.plane.more_slots(self.id(), peer).await;
        let Some(member) = self.members.find(peer) else { return };
        match offer {
            Ok(sdp) => {
                member.is_offered_slots = true;
                member.tell(Letter::new(ServerMessage::SubscribeOffer { sdp }), now.steady);
            }
            Err(error) => tracing::warn!(%error, "somebody gets no more slots"),
        }
    }

    /// Media may have given somebody slots before they were a member: now they can be named.
    pub(super) fn show_in_slots(&mut self, newcomer: PeerId, now: Moment) {
        let shows = |slots: &[SlotView]| slots.iter().any(|slot| slot.participant == Some(newcomer.0));
        let viewers: Vec<_> =
            self.members.iter().filter(|(_, member)| shows(&member.slots)).map(|(peer, _)| peer).collect();
        for viewer in viewers {
            self.tell_slots(viewer, now);
        }
    }

    fn tell_slots(&mut self, peer: PeerId, now: Moment) {
        let Some(slots) = self.members.find(peer).map(|member| std::mem::take(&mut member.slots)) else { return };
        let letter = Letter::new(ServerMessage::Slots { slots: self.visible(&slots) });
        if let Some(member) = self.members.find(peer) {
            member.slots = slots;
            member.tell(letter, now.steady);
        }
    }
}

impl From<SlotEntry> for SlotView {
    fn from(entry: SlotEntry) -> Self {
        Self {
            mid: entry.mid,
            kind: entry.kind,
            participant: entry.source.map(|source| source.0),
            paused: entry.is_paused.then_some(PauseReason::Bandwidth),
        }
    }
}

impl From<ConnState> for MediaState {
    fn from(state: ConnState) -> Self {
        match state {
            ConnState::Connected => Self::Connected,
            ConnState::Connecting => Self::Connecting,
            ConnState::Lost => Self::Lost,
        }
    }
}
