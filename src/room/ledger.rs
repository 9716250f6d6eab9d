//! Writes what happens in a room to the store, in order.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::{sync::mpsc, task::JoinHandle};
use uuid::Uuid;

use super::{command::Who, moment::Moment};
use crate::{
    caption::Final,
    media::PeerId,
    store::{
        Call, Correction, NewAudit, NewMessage, NewParticipant, NewTranscript, RoomRole, Signer, Store, StoreError,
    },
    wire::{Caption, ChatMessage},
};

/// The room's way to the store: it never waits, and learns from receipts what is on disk.
///
/// One task writes for one room, so that a person is there before what they say, and a call is
/// over after it.
pub(super) struct Ledger {
    entries: mpsc::Sender<Entry>,
    task: JoinHandle<()>,
}

/// Something to write.
pub(super) enum Entry {
    /// Somebody comes in; the first one begins the call.
    Arrival {
        peer: PeerId,
        user: Option<Uuid>,
        name: String,
        at: Moment,
    },
    /// One transaction.
    Captions(Vec<Final>),
    /// A member lets the server read their signing, or no longer.
    Consent {
        peer: PeerId,
        user: Option<Uuid>,
        on: bool,
        tap: u64,
        at: DateTime<Utc>,
    },
    /// A signer corrects a caption. `request` is theirs.
    Correction {
        peer: PeerId,
        request: u32,
        signer: Signer,
        correction: Correction,
    },
    /// Somebody keeps order. `request` is theirs.
    Deed {
        peer: PeerId,
        request: u32,
        deed: Deed,
        audit: NewAudit,
    },
    Departure {
        peer: PeerId,
        at: DateTime<Utc>,
    },
    /// `request` is the sender's.
    Message {
        peer: PeerId,
        user: Option<Uuid>,
        request: u32,
        message: ChatMessage,
    },
    /// The call is over.
    Over {
        at: DateTime<Utc>,
    },
}

/// What keeping order changes in the store, beside the note that it was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Deed {
    Ban(Who),
    /// One message, or all of the call.
    Clear(Option<Uuid>),
    /// Nothing.
    Note,
}

/// What became of an entry.
#[derive(Debug)]
pub(super) enum Receipt {
    /// With the call that they are in and the moment it began, if it began with them.
    Arrival {
        peer: PeerId,
        written: Result<(Call, Moment), Unwritten>,
    },
    Captions {
        written: Result<(), Unwritten>,
    },
    /// Consent was given; its end needs no receipt.
    Consent {
        peer: PeerId,
        tap: u64,
        written: Result<(), Unwritten>,
    },
    /// Nothing where the signer has no such caption.
    Correction {
        peer: PeerId,
        request: u32,
        written: Result<Option<Box<Caption>>, Unwritten>,
    },
    Deed {
        peer: PeerId,
        request: u32,
        deed: Deed,
        written: Result<(), Unwritten>,
    },
    Message {
        peer: PeerId,
        request: u32,
        written: Result<ChatMessage, Unwritten>,
    },
}

/// It is not on disk; the reason is in the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the store failed")]
pub(super) struct Unwritten;

impl Ledger {
    pub(super) fn open(store: Store, room: Uuid, receipts: mpsc::Sender<Receipt>) -> Self {
        let (entries, queue) = mpsc::channel(LEDGER_ENTRIES);
        let writer = Writer { store, room, call: None, receipts };
        Self { entries, task: tokio::spawn(writer.run(queue)) }
    }

    /// Queues an entry; fails when the store is too far behind.
    pub(super) fn write(&self, entry: Entry) -> Result<(), Unwritten> {
        let vital = matches!(
            entry,
            Entry::Consent { on: false, .. }
                | Entry::Deed { deed: Deed::Ban(_), .. }
                | Entry::Departure { .. }
                | Entry::Over { .. }
        );
        if !vital && self.entries.capacity() <= VITAL_ENTRIES {
            return Err(Unwritten);
        }
        self.entries.try_send(entry).map_err(|_| {
            tracing::error!("the store is too far behind: a room's ledger is full");
            Unwritten
        })
    }

    /// Waits until everything queued is written or has failed.
    pub(super) async fn finish(self) {
        drop(self.entries);
        if self.task.await.is_err() {
            tracing::error!("a room's ledger broke down");
        }
    }
}

struct Writer {
    store: Store,
    room: Uuid,
    call: Option<(Call, Moment)>,
    receipts: mpsc::Sender<Receipt>,
}

impl Writer {
    async fn run(mut self, mut entries: mpsc::Receiver<Entry>) {
        while let Some(entry) = entries.recv().await {
            if let Some(receipt) = self.write(entry).await {
                // A room that is closing has no use for receipts.
                let _closing = self.receipts.send(receipt).await;
            }
        }
    }

    async fn write(&mut self, entry: Entry) -> Option<Receipt> {
        match entry {
            Entry::Arrival { peer, user, name, at } => {
                let written = log(self.arrive(peer, user, name, at).await);
                Some(Receipt::Arrival { peer, written })
            }
            Entry::Captions(finals) => {
                let written = match self.call_id() {
                    Some(call) => log(self.store.save_transcripts(self.transcripts(call, finals)).await),
                    None => Err(Unwritten),
                };
                Some(Receipt::Captions { written })
            }
            Entry::Consent { peer, user, on, tap, at } => {
                let written = log(self.consent(peer, user, on, at).await);
                on.then_some(Receipt::Consent { peer, tap, written })
            }
            Entry::Correction { peer, request, signer, correction } => {
                let stored = log(self.store.correct_transcript(signer, correction).await);
                let written = stored.map(|stored| stored.and_then(|stored| stored.caption()).map(Box::new));
                Some(Receipt::Correction { peer, request, written })
            }
            Entry::Deed { peer, request, deed, audit } => {
                let written = log(self.carry_out(deed, audit).await);
                Some(Receipt::Deed { peer, request, deed, written })
            }
            Entry::Departure { peer, at } => {
                // A failure was logged; the end of the call sets the time of all who have none.
                let _logged = log(self.store.participant_left(peer.0, at).await);
                None
            }
            Entry::Message { peer, user, request, message } => {
                let written = match self.call_id() {
                    Some(call) => {
                        let new = self.message(call, peer, user, &message);
                        log(self.store.save_message(new).await).map(|()| message)
                    }
                    None => Err(Unwritten),
                };
                Some(Receipt::Message { peer, request, written })
            }
            Entry::Over { at } => {
                self.end_call(at).await;
                None
            }
        }
    }

    async fn arrive(
        &mut self,
        peer: PeerId,
        user: Option<Uuid>,
        name: String,
        at: Moment,
    ) -> Result<(Call, Moment), StoreError> {
        let (call, began) = match &self.call {
            Some(call) => call.clone(),
            None => self.call.insert((self.store.begin_call(self.room, at.wall).await?, at)).clone(),
        };
        let (room, joined_at) = (self.room, at.wall);
        let new = NewParticipant { id: peer.0, room, call: call.id, user, display_name: name, joined_at };
        self.store.participant_joined(new).await?;
        Ok((call, began))
    }

    async fn consent(&self, peer: PeerId, user: Option<Uuid>, on: bool, at: DateTime<Utc>) -> Result<(), StoreError> {
        let action = if on { "consent_given" } else { "consent_withdrawn" };
        let detail = self.call_id().map(|call| format!("call {call}"));
        let (action, subject) = (action.to_owned(), format!("participant {}", peer.0));
        self.store.audit(NewAudit { actor: user, action, subject, detail, at }).await
    }

    async fn carry_out(&self, deed: Deed, audit: NewAudit) -> Result<(), StoreError> {
        match (deed, self.call_id()) {
            (Deed::Ban(Who::Guest { session, .. }), _) => self.store.ban_guest(session).await?,
            (Deed::Ban(Who::User(user)), _) => self.store.set_room_role(self.room, user, RoomRole::Banned).await?,
            (Deed::Clear(message), Some(call)) => self.store.clear_messages(call, message).await?,
            (Deed::Clear(_), None) | (Deed::Note, _) => {}
        }
        self.store.audit(audit).await
    }

    /// The room cannot have another call before this one is ended, so a failure is not the end.
    async fn end_call(&mut self, at: DateTime<Utc>) {
        let Some((call, _)) = self.call.take() else { return };
        for _ in 0..END_TRIES {
            if log(self.store.end_call(call.id, at).await).is_ok() {
                return;
            }
            tokio::time::sleep(END_PAUSE).await;
        }
    }

    fn call_id(&self) -> Option<Uuid> {
        self.call.as_ref().map(|(call, _)| call.id)
    }

    fn message(&self, call: Uuid, peer: PeerId, user: Option<Uuid>, message: &ChatMessage) -> NewMessage {
        NewMessage {
            id: message.id,
            room: self.room,
            call,
            user,
            participant: peer.0,
            display_name: message.name.clone(),
            text: message.text.clone(),
            created_at: message.at,
        }
    }

    fn transcripts(&self, call: Uuid, finals: Vec<Final>) -> Vec<NewTranscript> {
        let transcript = |Final { caption, user, model_hash, at }| NewTranscript {
            id: caption.segment,
            room: self.room,
            call,
            user,
            participant: caption.participant,
            display_name: caption.name,
            text: caption.text,
            created_at: at,
            track: caption.track,
            revision: caption.revision,
            start_ms: caption.start_ms,
            end_ms: caption.end_ms,
            confidence: caption.confidence,
            alternatives: caption.alternatives,
            source: caption.source,
            language: caption.language,
            model: caption.model,
            weights_hash: model_hash,
        };
        finals.into_iter().map(transcript).collect()
    }
}

fn log<T>(result: Result<T, StoreError>) -> Result<T, Unwritten> {
    result.map_err(|error| {
        tracing::error!(%error, "a room could not be written down");
        Unwritten
    })
}

/// Entries that wait for the store: some seconds of a full room in which everybody writes as fast
/// as they may. When it is full, nobody is let in and no message is taken: the sender is told.
const LEDGER_ENTRIES: usize = 512;
/// The last places are kept for what must not be refused: departures and ends.
const VITAL_ENTRIES: usize = 64;
/// How often the end of a call is tried.
const END_TRIES: usize = 10;
const END_PAUSE: Duration = Duration::from_secs(1);
