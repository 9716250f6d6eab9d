//! Lets signers say what a caption of theirs should have been.

use uuid::Uuid;

use super::{
    ledger::{Entry, Unwritten},
    moment::Moment,
    refusal::Refusal,
    rules::may_say,
    state::Room,
};
use crate::{
    media::PeerId,
    store::{Correction, Signer},
    wire::{Answer, Caption},
};

impl Room {
    /// Takes a correction to the ledger; the answer follows when it is on disk. Where nothing is
    /// stored, it only replaces what is shown.
    pub(super) fn correct(
        &mut self,
        peer: PeerId,
        request: u32,
        segment: Uuid,
        text: &str,
        now: Moment,
    ) -> Result<Option<Answer>, Refusal> {
        let text = may_say(text)?.to_owned();
        let member = self.members.find(peer).ok_or(Refusal::OutOfOrder)?;
        if !member.chat.allow(now.steady) {
            return Err(Refusal::RateLimited);
        }
        if !self.info.history {
            let own = self.replay.shown(segment).filter(|caption| caption.participant == peer.0);
            let corrected = corrected(own.ok_or(Refusal::CaptionUnknown)?, text);
            self.settle(corrected, now);
            return Ok(Some(Answer::Done {}));
        }
        let signer = match member.who.user() {
            Some(user) => Signer::User(user),
            None => Signer::Guest { participant: peer.0 },
        };
        let correction = Correction { id: segment, text, at: now.wall };
        self.ledger.write(Entry::Correction { peer, request, signer, correction })?;
        Ok(None)
    }

    /// The ledger wrote a correction, or there was nothing to correct, or it failed.
    pub(super) fn corrected(
        &mut self,
        peer: PeerId,
        request: u32,
        written: Result<Option<Box<Caption>>, Unwritten>,
        now: Moment,
    ) {
        let caption = match written {
            Ok(caption) => caption.ok_or(Refusal::CaptionUnknown),
            Err(unwritten) => Err(unwritten.into()),
        };
        let answer = caption.map(|caption| {
            self.recaption(*caption, now);
            Answer::Done {}
        });
        self.answer(peer, request, answer, now);
    }

    /// Shows a caption's newest text, if the caption is of this call.
    pub(super) fn recaption(&mut self, caption: Caption, now: Moment) {
        if self.replay.shown(caption.segment).is_some_and(|shown| shown.revision < caption.revision) {
            self.settle(caption, now);
        }
    }
}

/// The same caption, no machine's any more.
fn corrected(caption: &Caption, text: String) -> Caption {
    Caption {
        revision: caption.revision.saturating_add(1),
        stable: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
        text,
        machine: false,
        corrected_by: Some(caption.name.clone()),
        ..caption.clone()
    }
}
