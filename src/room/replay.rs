//! Remembers what must not be missed, by sequence number.

use std::collections::VecDeque;

use uuid::Uuid;

use crate::wire::{Caption, ChatMessage, ServerFrame, ServerMessage};

/// The numbered chat messages and final captions of one call, as many as are worth keeping.
#[derive(Debug, Default)]
pub(super) struct Replay {
    last: u64,
    /// The highest number that was forgotten: nothing before it can be replayed without a gap.
    forgotten: u64,
    chat: VecDeque<(u64, ChatMessage)>,
    captions: VecDeque<(u64, Caption)>,
    /// Messages that were taken away; all of them where none is named.
    cleared: VecDeque<(u64, Option<Uuid>)>,
}

impl Replay {
    /// Numbers a chat message.
    pub(super) fn chat(&mut self, message: ChatMessage) -> ServerFrame {
        self.last += 1;
        remember(&mut self.chat, &mut self.forgotten, (self.last, message.clone()));
        ServerFrame { seq: Some(self.last), message: ServerMessage::Chat { message } }
    }

    /// Numbers a final caption, in the place of what its segment said before.
    pub(super) fn caption(&mut self, caption: Caption) -> ServerFrame {
        self.last += 1;
        self.captions.retain(|(_, shown)| shown.segment != caption.segment);
        remember(&mut self.captions, &mut self.forgotten, (self.last, caption.clone()));
        ServerFrame { seq: Some(self.last), message: ServerMessage::Caption { caption } }
    }

    /// Forgets a message, or all, and numbers that: who missed it may have seen the message before.
    pub(super) fn clear(&mut self, message: Option<Uuid>) -> ServerFrame {
        self.last += 1;
        self.chat.retain(|(_, said)| message.is_some_and(|message| message != said.id));
        remember(&mut self.cleared, &mut self.forgotten, (self.last, message));
        ServerFrame { seq: Some(self.last), message: ServerMessage::MessageCleared { message } }
    }

    /// A final caption that is still remembered.
    pub(super) fn shown(&self, segment: Uuid) -> Option<&Caption> {
        self.captions.iter().map(|(_, caption)| caption).find(|caption| caption.segment == segment)
    }

    /// The highest number given so far; 0 for none.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Everything after `after`, in order; `None` when some of it is forgotten or `after` was
    /// never given.
    pub(super) fn since(&self, after: u64) -> Option<Vec<ServerFrame>> {
        if after < self.forgotten || after > self.last {
            return None;
        }
        let chat = self.chat.iter().map(|(seq, message)| (*seq, ServerMessage::Chat { message: message.clone() }));
        let captions =
            self.captions.iter().map(|(seq, caption)| (*seq, ServerMessage::Caption { caption: caption.clone() }));
        let cleared =
            self.cleared.iter().map(|(seq, message)| (*seq, ServerMessage::MessageCleared { message: *message }));
        let mut missed: Vec<_> = chat.chain(captions).chain(cleared).filter(|(seq, _)| *seq > after).collect();
        missed.sort_by_key(|(seq, _)| *seq);
        Some(missed.into_iter().map(|(seq, message)| ServerFrame { seq: Some(seq), message }).collect())
    }

    /// The newest chat messages for somebody who comes in, oldest first.
    pub(super) fn recent_chat(&self) -> Vec<ChatMessage> {
        recent(&self.chat)
    }

    /// The newest final captions for somebody who comes in, oldest first.
    pub(super) fn recent_captions(&self) -> Vec<Caption> {
        recent(&self.captions)
    }
}

fn remember<T>(log: &mut VecDeque<(u64, T)>, forgotten: &mut u64, entry: (u64, T)) {
    if log.len() == KEPT
        && let Some((seq, _)) = log.pop_front()
    {
        *forgotten = seq.max(*forgotten);
    }
    log.push_back(entry);
}

fn recent<T: Clone>(log: &VecDeque<(u64, T)>) -> Vec<T> {
    log.iter().skip(log.len().saturating_sub(RECENT)).map(|(_, item)| item.clone()).collect()
}

/// Messages kept of each kind. Who missed more than that cannot resume: they join again, which
/// brings the newest of each.
const KEPT: usize = 512;
/// How much of each kind somebody who comes in is told.
const RECENT: usize = 200;

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::caption::tests::caption;

    #[test]
    fn what_came_after_a_number_is_replayed_once_and_in_order() {
        let mut replay = Replay::default();
        replay.chat(chat("one"));
        replay.caption(caption("TWO"));
        replay.chat(chat("three"));
        assert_eq!(seqs(&replay, 1), Some(vec![2, 3]));
        assert_eq!(seqs(&replay, 3), Some(vec![]));
    }

    #[test]
    fn a_number_that_was_never_given_is_no_place_to_go_on_from() {
        let mut replay = Replay::default();
        replay.chat(chat("one"));
        assert_eq!(seqs(&replay, 2), None);
    }

    #[test]
    fn a_gap_is_not_passed_over_in_silence() {
        let mut replay = Replay::default();
        replay.caption(caption("KEPT"));
        for n in 0..=KEPT {
            replay.chat(chat(&n.to_string()));
        }
        assert_eq!(seqs(&replay, 1), None, "number 2 is forgotten");
        assert_eq!(seqs(&replay, 2).map(|missed| missed.len()), Some(KEPT));
    }

    #[test]
    fn what_was_taken_away_is_not_replayed_but_its_end_is() {
        let mut replay = Replay::default();
        replay.chat(ChatMessage { id: Uuid::from_u128(1), ..chat("one") });
        replay.chat(ChatMessage { id: Uuid::from_u128(2), ..chat("two") });
        replay.clear(Some(Uuid::from_u128(1)));
        assert_eq!(seqs(&replay, 0), Some(vec![2, 3]));
        replay.clear(None);
        assert_eq!(seqs(&replay, 1), Some(vec![3, 4]));
        assert!(replay.recent_chat().is_empty());
    }

    #[test]
    fn a_corrected_caption_is_replayed_as_it_is_now() {
        let mut replay = Replay::default();
        let said = Caption { segment: Uuid::from_u128(1), ..caption("HELO") };
        replay.caption(said.clone());
        replay.caption(Caption { segment: Uuid::from_u128(2), ..caption("TWO") });
        replay.caption(Caption { revision: said.revision + 1, text: "HELLO".to_owned(), ..said });
        assert_eq!(seqs(&replay, 0), Some(vec![2, 3]));
        assert_eq!(replay.shown(Uuid::from_u128(1)).map(|shown| shown.text.as_str()), Some("HELLO"));
        assert_eq!(replay.recent_captions().len(), 2);
    }

    #[test]
    fn somebody_new_is_told_the_newest_of_each() {
        let mut replay = Replay::default();
        replay.caption(caption("FIRST"));
        for n in 0..300 {
            replay.chat(chat(&n.to_string()));
        }
        assert_eq!(replay.recent_captions().len(), 1);
        let recent = replay.recent_chat();
        assert_eq!((recent.len(), recent[0].text.as_str()), (RECENT, "100"));
    }

    fn seqs(replay: &Replay, after: u64) -> Option<Vec<u64>> {
        Some(replay.since(after)?.into_iter().filter_map(|frame| frame.seq).collect())
    }

    fn chat(text: &str) -> ChatMessage {
        ChatMessage {
            id: Uuid::nil(),
            participant: None,
            name: "Ana".to_owned(),
            text: text.to_owned(),
            at: DateTime::UNIX_EPOCH,
        }
    }
}
