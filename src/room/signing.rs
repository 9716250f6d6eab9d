//! Reads the signing of members who consent.

use tokio::sync::mpsc;

use super::{
    ledger::{Entry, Unwritten},
    moment::Moment,
    refusal::Refusal,
    rules::may_consent,
    state::Room,
};
use crate::{
    caption::{Line, Origin, StreamClock},
    media::PeerId,
    recogniser::{Hypothesis, Pool, SignerHandle, SignerInput},
    wire::Answer,
};

/// Whether a member's signing is read.
pub(super) enum Signing {
    /// They consented; it is being written down. Nothing is decoded yet.
    Asked {
        request: u32,
        tap: u64,
    },
    Off,
    On(Box<Tap>),
}

/// The way from a member's camera through the recogniser to captions.
pub(super) struct Tap {
    number: u64,
    handle: SignerHandle,
    pub(super) clock: StreamClock,
    pub(super) line: Line,
}

/// A hypothesis on its way to the room.
pub(super) struct Heard {
    pub(super) peer: PeerId,
    /// Of which tap: what is left over from an earlier one is not listened to.
    pub(super) tap: u64,
    pub(super) hypothesis: Hypothesis,
}

impl Signing {
    /// The tap, if it is the one of this number.
    pub(super) fn tap(&mut self, number: u64) -> Option<&mut Tap> {
        match self {
            Self::On(tap) if tap.number == number => Some(tap),
            _ => None,
        }
    }
}

impl Room {
    /// Begins or ends the reading of a member's signing; a beginning is answered when it is on disk.
    pub(super) async fn set_consent(
        &mut self,
        peer: PeerId,
        request: u32,
        on: bool,
        now: Moment,
    ) -> Result<Option<Answer>, Refusal> {
        may_consent(on, self.pool.is_some())?;
        if !on {
            self.stop_signing(peer, now).await;
            return Ok(Some(Answer::Done {}));
        }
        let tap = self.number();
        let member = self.members.find(peer).ok_or(Refusal::OutOfOrder)?;
        if !matches!(member.signing, Signing::Off) {
            return Ok(Some(Answer::Done {}));
        }
        self.ledger.write(Entry::Consent { peer, user: member.who.user(), on, tap, at: now.wall })?;
        member.signing = Signing::Asked { request, tap };
        Ok(None)
    }

    /// Consent is written down, or could not be: only now may anything be decoded.
    pub(super) async fn consented(&mut self, peer: PeerId, tap: u64, written: Result<(), Unwritten>, now: Moment) {
        let Some(member) = self.members.find(peer) else { return };
        let request = match member.signing {
            Signing::Asked { request, tap: asked } if asked == tap => request,
            // Withdrawn meanwhile.
            _ => return,
        };
        member.signing = Signing::Off;
        let begun = match written {
            Ok(()) => self.start_signing(peer, tap, now).await,
            Err(unwritten) => Err(unwritten.into()),
        };
        self.answer(peer, request, begun.map(|()| Answer::Done {}), now);
    }

    async fn start_signing(&mut self, peer: PeerId, number: u64, now: Moment) -> Result<(), Refusal> {
        let (Some(pool), Some(call), Some(member)) = (&self.pool, &self.call, self.members.find(peer)) else {
            return Err(Refusal::OutOfOrder);
        };
        let line = Line::new(Origin {
            participant: peer.0,
            name: member.view.name.clone(),
            track: TRACK.to_owned(),
            language: pool.model().language().to_owned(),
        });
        let clock = StreamClock::new(call.began());
        let (input, handle) = open(pool, self.senders.heard.clone(), peer, number);
        let room = self.id();
        if let Err(error) = self.plane.tap(room, peer, Box::new(clock.stamp(input))).await {
            close(handle).await;
            self.note_withdrawal(peer, now);
            return Err(error.into());
        }
        if let Some(member) = self.members.find(peer) {
            member.signing = Signing::On(Box::new(Tap { number, handle, clock, line }));
            member.view.consent = true;
            self.members.tell_changed(peer, now.steady);
        }
        Ok(())
    }

    /// Ends the reading of a member at once, if there is any: nothing more is decoded, and what is
    /// not settled is taken back.
    pub(super) async fn stop_signing(&mut self, peer: PeerId, now: Moment) {
        let Some(member) = self.members.find(peer) else { return };
        match std::mem::replace(&mut member.signing, Signing::Off) {
            Signing::Off => return,
            Signing::Asked { request, .. } => self.answer(peer, request, Ok(Answer::Done {}), now),
            Signing::On(mut tap) => {
                member.view.consent = false;
                let open = tap.line.retract();
                close(tap.handle).await;
                self.plane.untap(self.id(), peer).await;
                self.take_back(open, peer, now);
                self.members.tell_changed(peer, now.steady);
            }
        }
        self.note_withdrawal(peer, now);
    }

    fn note_withdrawal(&mut self, peer: PeerId, now: Moment) {
        let Some(member) = self.members.find(peer) else { return };
        let entry = Entry::Consent { peer, user: member.who.user(), on: false, tap: 0, at: now.wall };
        // A failure was logged, and is no reason to go on reading.
        let _logged = self.ledger.write(entry);
    }
}

fn open(pool: &Pool, room: mpsc::Sender<Heard>, peer: PeerId, tap: u64) -> (SignerInput, SignerHandle) {
    pool.open(Box::new(move |hypothesis| {
        // The recogniser never waits for a room; see the channel's capacity.
        if room.try_send(Heard { peer, tap, hypothesis }).is_err() {
            tracing::warn!("a room is too busy to hear its recogniser");
        }
    }))
}

/// Closing waits for a frame in work, which is no thing to do on the runtime's own threads.
async fn close(handle: SignerHandle) {
    if tokio::task::spawn_blocking(move || handle.close()).await.is_err() {
        tracing::error!("a signer could not be closed");
    }
}

/// The one video track that a participant publishes.
const TRACK: &str = "camera";
