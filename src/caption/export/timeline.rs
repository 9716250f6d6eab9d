//! Puts captions beside chat in the order of the call's clock.

use std::time::Duration;

use crate::wire::{CallRecord, Caption, ChatMessage};

/// Something that was said, and when on the call's clock.
pub(super) struct Moment<'a> {
    pub(super) at: Duration,
    pub(super) said: Said<'a>,
}

pub(super) enum Said<'a> {
    Caption(&'a Caption),
    Chat(&'a ChatMessage),
}

/// Everything that was said, in order.
pub(super) fn timeline(record: &CallRecord) -> Vec<Moment<'_>> {
    let captions = record
        .transcript
        .iter()
        .map(|line| Moment { at: Duration::from_millis(line.caption.start_ms), said: Said::Caption(&line.caption) });
    let chat = record.chat.iter().map(|message| Moment {
        // Clocks are set now and then: what seems to be from before the call is from its beginning.
        at: (message.at - record.call.started).to_std().unwrap_or_default(),
        said: Said::Chat(message),
    });
    let mut moments: Vec<_> = captions.chain(chat).collect();
    moments.sort_by_key(|moment| moment.at);
    moments
}
