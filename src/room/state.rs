//! Everything a room knows.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, atomic::AtomicU32},
    time::Instant,
};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    arrival::Arrival,
    call::Call,
    command::{Command, Who},
    ledger::{Ledger, Receipt},
    lobby::Waiting,
    members::Members,
    refusal::Refusal,
    replay::Replay,
    signing::Heard,
};
use crate::{
    caption::Book,
    media::{MediaEvent, PeerId, Plane, RoomId},
    recogniser::Pool,
    store::{self, Store},
    wire::SlotView,
};

/// What all rooms of a server share.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub(super) store: Store,
    pub(super) plane: Plane,
    /// Nothing is recognised without one.
    pub(super) pool: Option<Pool>,
    /// How many people a room holds.
    pub(super) size: usize,
}

/// One room with its call. Only its own task touches it.
pub(super) struct Room {
    pub(super) info: store::Room,
    pub(super) plane: Plane,
    pub(super) pool: Option<Pool>,
    /// How many people it holds.
    pub(super) size: usize,
    pub(super) ledger: Ledger,
    pub(super) senders: Senders,
    pub(super) members: Members,
    /// Those who are on their way in.
    pub(super) arrivals: BTreeMap<PeerId, Arrival>,
    /// Those who wait to be let in, by their knocks.
    pub(super) waiting: BTreeMap<Uuid, Waiting>,
    /// Those who were sent away for good in this call: the store may not know it yet.
    pub(super) banned: HashSet<Who>,
    /// Begins with the first member.
    pub(super) call: Option<Call>,
    pub(super) replay: Replay,
    pub(super) book: Book,
    /// Numbers given to links and taps.
    pub(super) numbers: u64,
    /// Why nobody comes in any more.
    pub(super) ending: Option<Refusal>,
}

/// The ends of the room's own channels that it gives away.
pub(super) struct Senders {
    pub(super) commands: mpsc::Sender<Command>,
    pub(super) heard: mpsc::Sender<Heard>,
    pub(super) media: mpsc::Sender<MediaEvent>,
}

/// What comes back to the room.
pub(super) struct Events {
    pub(super) heard: mpsc::Receiver<Heard>,
    pub(super) media: mpsc::Receiver<MediaEvent>,
    pub(super) receipts: mpsc::Receiver<Receipt>,
}

impl Room {
    pub(super) fn new(
        info: store::Room,
        surroundings: Surroundings,
        commands: mpsc::Sender<Command>,
        count: Arc<AtomicU32>,
    ) -> (Self, Events) {
        let (heard, heard_events) = mpsc::channel(HEARD_EVENTS);
        let (media, media_events) = mpsc::channel(MEDIA_EVENTS);
        let (receipts, receipt_events) = mpsc::channel(RECEIPTS);
        let Surroundings { store, plane, pool, size } = surroundings;
        let room = Self {
            ledger: Ledger::open(store, info.id, receipts),
            info,
            plane,
            pool,
            size,
            senders: Senders { commands, heard, media },
            members: Members::new(count),
            arrivals: BTreeMap::new(),
            waiting: BTreeMap::new(),
            banned: HashSet::new(),
            call: None,
            replay: Replay::default(),
            book: Book::default(),
            numbers: 0,
            ending: None,
        };
        (room, Events { heard: heard_events, media: media_events, receipts: receipt_events })
    }

    /// The room as media knows it.
    pub(super) fn id(&self) -> RoomId {
        RoomId(self.info.id)
    }

    /// A number that was not given before.
    pub(super) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// A table of slots as the members may see it: who is not (yet) a member is nobody.
    pub(super) fn visible(&self, table: &[SlotView]) -> Vec<SlotView> {
        let known = |id: &Uuid| self.members.contains(PeerId(*id));
        table.iter().map(|slot| SlotView { participant: slot.participant.filter(known), ..slot.clone() }).collect()
    }

    /// Whether nobody is here any more, and nobody can continue the call.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let empty = self.members.is_empty() && self.arrivals.is_empty();
        // Who waits when a call ends knocks at the next one's door.
        let over = self.call.as_ref().map_or(self.waiting.is_empty(), |call| call.is_over(now));
        empty && (self.ending.is_some() || over)
    }
}

/// Hypotheses that wait for the room: seconds of everybody signing. When it is full, a hypothesis
/// is dropped: the next revision of its stretch says the same, better.
const HEARD_EVENTS: usize = 256;
/// Media events that wait for the room; when it is full, media offers the newest again later.
const MEDIA_EVENTS: usize = 64;
/// Receipts that wait for the room; when it is full, the ledger waits.
const RECEIPTS: usize = 64;
