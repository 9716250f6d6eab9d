//! Collects the final captions of a call into batches for the store.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::stabilise::retracted;
use crate::wire::Caption;

/// A final caption with what only the store wants to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Final {
    pub caption: Caption,
    /// The signer's account; guests have none.
    pub user: Option<Uuid>,
    /// SHA-256 of the weights that read it, in hexadecimal.
    pub model_hash: String,
    pub at: DateTime<Utc>,
}

/// Finals between the recogniser and the disk: some wait, and at most one batch is being written.
#[derive(Debug, Default)]
pub struct Book {
    waiting: Vec<Final>,
    writing: Vec<Final>,
    /// The earliest moment of the next batch.
    due: Option<Instant>,
    failures: u32,
}

impl Book {
    /// Puts a final in for the next batch. When there is no place it is given up: what comes back
    /// takes it back.
    #[must_use]
    pub fn note(&mut self, last: Final, now: Instant) -> Option<Caption> {
        if self.waiting.len() >= WAITING_FINALS {
            return Some(retracted(last.caption));
        }
        self.waiting.push(last);
        self.due.get_or_insert(now + GATHER);
        None
    }

    /// When the next batch can be taken, if there will be one.
    pub fn due(&self) -> Option<Instant> {
        if self.writing.is_empty() { self.due } else { None }
    }

    /// The next batch, if it is time for one: write it in one transaction, then say
    /// [`Self::written`] or [`Self::failed`].
    pub fn batch(&mut self, now: Instant) -> Option<Vec<Final>> {
        if self.due().is_none_or(|due| now < due) {
            return None;
        }
        self.due = None;
        self.writing = std::mem::take(&mut self.waiting);
        Some(self.writing.clone())
    }

    /// The batch is on disk: its captions, to be shown as final.
    pub fn written(&mut self, now: Instant) -> Vec<Caption> {
        self.failures = 0;
        if !self.waiting.is_empty() {
            self.due = Some(now);
        }
        std::mem::take(&mut self.writing).into_iter().map(|last| last.caption).collect()
    }

    /// The batch is not on disk: it is tried again a few times, then given up. Gives what takes
    /// back the captions that are given up.
    pub fn failed(&mut self, now: Instant) -> Vec<Caption> {
        self.failures += 1;
        let batch = std::mem::take(&mut self.writing);
        if self.failures >= TRIES {
            self.failures = 0;
            self.due = (!self.waiting.is_empty()).then_some(now);
            return batch.into_iter().map(|last| retracted(last.caption)).collect();
        }
        self.waiting.splice(0..0, batch);
        self.due = Some(now + RETRY * self.failures);
        Vec::new()
    }

    /// Drops what a signer said that is not yet being written; gives what takes it back.
    pub fn withdraw(&mut self, participant: Uuid) -> Vec<Caption> {
        let (withdrawn, kept) =
            std::mem::take(&mut self.waiting).into_iter().partition(|last| last.caption.participant == participant);
        self.waiting = kept;
        Vec::into_iter(withdrawn).map(|last: Final| retracted(last.caption)).collect()
    }

    /// Whether everything is on disk or given up.
    pub fn is_settled(&self) -> bool {
        self.waiting.is_empty() && self.writing.is_empty()
    }
}

/// How long a final waits for company: a database with one writer is asked a few times a second,
/// not for every word.
const GATHER: Duration = Duration::from_millis(150);
/// Pause before a failed batch is tried again, times the number of failures.
const RETRY: Duration = Duration::from_secs(1);
/// Tries before a batch is given up: about ten seconds in which a database may come back.
const TRIES: u32 = 5;
/// Finals that wait while the store does not answer: minutes of everybody signing. When it is
/// full the newest is taken back from the screens, so nothing is shown as settled that is not.
const WAITING_FINALS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{caption::tests::caption, wire::CaptionStage};

    #[test]
    fn finals_are_written_together_after_a_moment() {
        let (mut book, start) = (Book::default(), Instant::now());
        assert_eq!(book.note(last("ONE"), start), None);
        assert_eq!(book.note(last("TWO"), start + GATHER / 2), None);
        assert_eq!(book.batch(start + GATHER / 2), None);
        assert_eq!(book.batch(start + GATHER).map(|batch| batch.len()), Some(2));
        assert_eq!(texts(&book.written(start + GATHER)), ["ONE", "TWO"]);
        assert!(book.is_settled());
    }

    #[test]
    fn one_batch_is_written_at_a_time() {
        let (mut book, start) = (Book::default(), Instant::now());
        assert_eq!(book.note(last("ONE"), start), None);
        book.batch(start + GATHER);
        assert_eq!(book.note(last("TWO"), start + GATHER), None);
        assert_eq!((book.due(), book.batch(start + GATHER * 9)), (None, None));
        book.written(start + GATHER * 9);
        assert_eq!(book.batch(start + GATHER * 9).map(|batch| batch.len()), Some(1));
    }

    #[test]
    fn a_failed_batch_is_tried_again_before_what_came_later() {
        let (mut book, start) = (Book::default(), Instant::now());
        assert_eq!(book.note(last("ONE"), start), None);
        book.batch(start + GATHER);
        assert_eq!(book.note(last("TWO"), start + GATHER), None);
        assert!(book.failed(start + GATHER).is_empty());
        assert_eq!(book.batch(start + GATHER), None, "not at once");
        book.batch(start + GATHER + RETRY);
        assert_eq!(texts(&book.written(start + GATHER + RETRY)), ["ONE", "TWO"]);
    }

    #[test]
    fn what_cannot_be_saved_is_taken_back() {
        let (mut book, mut now) = (Book::default(), Instant::now());
        assert_eq!(book.note(last("ONE"), now), None);
        for _ in 1..TRIES {
            now += RETRY * TRIES;
            assert!(book.batch(now).is_some() && book.failed(now).is_empty());
        }
        now += RETRY * TRIES;
        book.batch(now);
        assert_eq!(book.failed(now)[0].stage, CaptionStage::Retracted);
        assert!(book.is_settled());
    }

    #[test]
    fn a_full_book_takes_back_the_newest() {
        let (mut book, now) = (Book::default(), Instant::now());
        for _ in 0..WAITING_FINALS {
            assert_eq!(book.note(last("WORD"), now), None);
        }
        assert_eq!(book.note(last("WORD"), now).map(|caption| caption.stage), Some(CaptionStage::Retracted));
    }

    #[test]
    fn withdrawal_drops_what_is_not_yet_being_written() {
        let (mut book, now) = (Book::default(), Instant::now());
        assert_eq!(book.note(last("SECRET"), now), None);
        assert_eq!(book.withdraw(Uuid::from_u128(2)), []);
        assert_eq!(book.withdraw(Uuid::from_u128(1)).len(), 1);
        assert!(book.is_settled());
    }

    fn last(text: &str) -> Final {
        Final { caption: caption(text), user: None, model_hash: String::new(), at: DateTime::UNIX_EPOCH }
    }

    fn texts(captions: &[Caption]) -> Vec<&str> {
        captions.iter().map(|caption| caption.text.as_str()).collect()
    }
}
