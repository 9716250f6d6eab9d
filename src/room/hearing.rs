//! Shows everybody what the recogniser read.

use uuid::Uuid;

use super::{
    ledger::{Entry, Unwritten},
    moment::Moment,
    outbox::Letter,
    signing::{Heard, Signing},
    state::Room,
};
use crate::{
    caption::Final,
    media::PeerId,
    wire::{Caption, CaptionStage, ServerMessage},
};

impl Room {
    /// Interim captions go to the sockets at once; final ones go to the book first.
    pub(super) fn hear(&mut self, heard: Heard, now: Moment) {
        let (Some(call), Some(member)) = (&self.call, self.members.find(heard.peer)) else { return };
        let user = member.who.user();
        let Some(tap) = member.signing.tap(heard.tap) else { return };
        let elapsed = call.elapsed(now.steady);
        let clock = &tap.clock;
        let captions =
            tap.line.revise(heard.hypothesis, Uuid::now_v7(), |at| clock.since_origin(at).unwrap_or(elapsed));
        for caption in captions {
            match caption.stage {
                CaptionStage::Final => self.note(caption, user, now),
                CaptionStage::Interim | CaptionStage::Retracted => self.show(caption, now),
            }
        }
    }

    fn note(&mut self, caption: Caption, user: Option<Uuid>, now: Moment) {
        if !self.info.history {
            return self.settle(caption, now);
        }
        let model_hash =
            self.pool.as_ref().and_then(|pool| pool.model().hash_of(&caption.model)).unwrap_or_default().to_owned();
        let given_up = self.book.note(Final { caption, user, model_hash, at: now.wall }, now.steady);
        if let Some(taken_back) = given_up {
            self.show(taken_back, now);
        }
    }

    /// Hands the finals that gathered to the ledger, if it is time.
    pub(super) fn write_batch(&mut self, now: Moment) {
        if let Some(batch) = self.book.batch(now.steady)
            && self.ledger.write(Entry::Captions(batch)).is_err()
        {
            self.batch_written(Err(Unwritten), now);
        }
    }

    /// The ledger wrote a batch, or failed to.
    pub(super) fn batch_written(&mut self, written: Result<(), Unwritten>, now: Moment) {
        match written {
            Ok(()) => {
                for caption in self.book.written(now.steady) {
                    self.settle(caption, now);
                }
            }
            Err(Unwritten) => {
                for taken_back in self.book.failed(now.steady) {
                    self.show(taken_back, now);
                }
            }
        }
    }

    /// Takes back what a signer said that is not on disk or about to be: `open` and what waits.
    pub(super) fn take_back(&mut self, open: Option<Caption>, peer: PeerId, now: Moment) {
        let waiting = self.book.withdraw(peer.0);
        for taken_back in waiting.into_iter().chain(open) {
            self.show(taken_back, now);
        }
    }

    /// The captions that are open just now, for somebody who comes in.
    pub(super) fn open_captions(&self) -> impl Iterator<Item = Letter> {
        let open = self.members.iter().filter_map(|(_, member)| match &member.signing {
            Signing::On(tap) => tap.line.open(),
            _ => None,
        });
        open.map(|caption| Letter::new(ServerMessage::Caption { caption: caption.clone() }))
    }

    /// Shows a caption that will not change any more.
    pub(super) fn settle(&mut self, caption: Caption, now: Moment) {
        let letter = Letter::framed(&self.replay.caption(caption));
        self.members.post_all(&letter, now.steady);
    }

    fn show(&mut self, caption: Caption, now: Moment) {
        self.members.tell_all(ServerMessage::Caption { caption }, now.steady);
    }
}
