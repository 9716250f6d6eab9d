//! Events on their way to a room, when its channel has room for them.

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::{ConnState, MediaEvent, PeerId, SlotEntry};

/// What one participant's room was told, and what it is still to be told. Only the newest state
/// counts: a full channel delays it, and nothing piles up.
pub(super) struct Outlet {
    events: mpsc::Sender<MediaEvent>,
    told: (ConnState, ConnState),
    are_slots_told: bool,
    /// A sender begins with all layers, and need not be told.
    are_layers_told: bool,
}

impl Outlet {
    pub(super) fn new(events: mpsc::Sender<MediaEvent>) -> Self {
        Self {
            events,
            told: (ConnState::Connecting, ConnState::Connecting),
            are_slots_told: false,
            are_layers_told: true,
        }
    }

    pub(super) fn slots_changed(&mut self) {
        self.are_slots_told = false;
    }

    pub(super) fn layers_changed(&mut self) {
        self.are_layers_told = false;
    }

    /// Tells what is not told yet.
    pub(super) fn tell(
        &mut self,
        peer: PeerId,
        (publish, subscribe): (ConnState, ConnState),
        slots: impl FnOnce() -> (Vec<SlotEntry>, bool),
        layers: impl FnOnce() -> Vec<String>,
    ) {
        if !self.are_slots_told {
            self.are_slots_told = self.send(|| {
                let (table, is_short) = slots();
                MediaEvent::Slots { peer, table, is_short }
            });
        }
        if !self.are_layers_told {
            self.are_layers_told = self.send(|| MediaEvent::Layers { peer, on: layers() });
        }
        if self.told != (publish, subscribe) && self.send(|| MediaEvent::State { peer, publish, subscribe }) {
            self.told = (publish, subscribe);
        }
    }

    fn send(&self, event: impl FnOnce() -> MediaEvent) -> bool {
        match self.events.try_reserve() {
            Ok(permit) => {
                permit.send(event());
                true
            }
            // Nobody listens any more: nothing is left to tell.
            Err(TrySendError::Closed(())) => true,
            Err(TrySendError::Full(())) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_full_channel_delays_the_newest_and_drops_the_rest() {
        let (events, mut received) = mpsc::channel(1);
        let mut outlet = Outlet::new(events);
        let peer = PeerId(Uuid::nil());
        let states = [ConnState::Connected, ConnState::Lost, ConnState::Connected].map(|state| (state, state));
        for state in states {
            outlet.tell(peer, state, || (Vec::new(), false), Vec::new);
        }
        assert!(matches!(received.try_recv(), Ok(MediaEvent::Slots { .. })));
        outlet.tell(peer, states[2], || (Vec::new(), false), Vec::new);
        assert_eq!(
            received.try_recv(),
            Ok(MediaEvent::State { peer, publish: ConnState::Connected, subscribe: ConnState::Connected })
        );
        outlet.tell(peer, states[2], || (Vec::new(), false), Vec::new);
        assert!(received.try_recv().is_err());
    }
}
