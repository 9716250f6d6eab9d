//! Everybody who is in the room.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use super::{member::Member, outbox::Letter};
use crate::{
    media::PeerId,
    wire::{Participant, ServerMessage},
};

/// The members by their ids, which is the order in which they came.
pub(super) struct Members {
    members: BTreeMap<PeerId, Member>,
    /// How many there are, for those who ask without disturbing the room.
    count: Arc<AtomicU32>,
}

impl Members {
    pub(super) fn new(count: Arc<AtomicU32>) -> Self {
        Self { members: BTreeMap::new(), count }
    }

    pub(super) fn insert(&mut self, peer: PeerId, member: Member) {
        self.members.insert(peer, member);
        self.publish_count();
    }

    pub(super) fn remove(&mut self, peer: PeerId) -> Option<Member> {
        let member = self.members.remove(&peer);
        self.publish_count();
        member
    }

    /// Sends a message to everybody.
    pub(super) fn tell_all(&mut self, message: ServerMessage, now: Instant) {
        self.post_all(&Letter::new(message), now);
    }

    /// Sends a letter to everybody.
    pub(super) fn post_all(&mut self, letter: &Letter, now: Instant) {
        for member in self.members.values_mut() {
            member.tell(letter.clone(), now);
        }
    }

    /// Tells everybody how somebody is now.
    pub(super) fn tell_changed(&mut self, peer: PeerId, now: Instant) {
        if let Some(member) = self.members.get(&peer) {
            self.tell_all(ServerMessage::ParticipantChanged { participant: member.view.clone() }, now);
        }
    }

    pub(super) fn find(&mut self, peer: PeerId) -> Option<&mut Member> {
        self.members.get_mut(&peer)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PeerId, &Member)> {
        self.members.iter().map(|(peer, member)| (*peer, member))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (PeerId, &mut Member)> {
        self.members.iter_mut().map(|(peer, member)| (*peer, member))
    }

    pub(super) fn peers(&self) -> Vec<PeerId> {
        self.members.keys().copied().collect()
    }

    pub(super) fn views(&self) -> Vec<Participant> {
        self.members.values().map(|member| member.view.clone()).collect()
    }

    pub(super) fn contains(&self, peer: PeerId) -> bool {
        self.members.contains_key(&peer)
    }

    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn publish_count(&self) {
        self.count.store(u32::try_from(self.members.len()).unwrap_or(u32::MAX), Ordering::Relaxed);
    }
}
