//! One signer's place in a pool: the inbox in front, the reader behind.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::{
    crew::Queue,
    inbox::{Inbox, SignerCounts, Work},
};
use crate::{
    recogniser::{Hypothesis, ReadError, Reader},
    video::{EncodedFrame, Offer},
};

/// What a thread does with a signer's frames; tests put a stand-in here.
pub(super) trait FrameReader: Send {
    fn read(&mut self, frame: &EncodedFrame) -> Result<Vec<Hypothesis>, ReadError>;
    fn pass_over(&mut self, frame: &EncodedFrame) -> Result<(), ReadError>;
    fn finish(&mut self) -> Vec<Hypothesis>;
}

/// Makes a reader, and a new one after a panic of the old.
pub(super) type MakeReader = Box<dyn Fn() -> Box<dyn FrameReader> + Send>;
pub(super) type OnHypothesis = Box<dyn FnMut(Hypothesis) + Send>;

pub(super) struct Seat {
    queue: Weak<Queue>,
    front: Mutex<Front>,
    /// Locked while a thread works for this signer; emptied on closing.
    back: Mutex<Option<Back>>,
    /// Asks the thread in `back` to stop as soon as it can.
    closed: AtomicBool,
}

struct Front {
    inbox: Inbox,
    /// In the pool's queue or in a thread's hands, so that no two threads take the same signer.
    queued: bool,
}

struct Back {
    make_reader: MakeReader,
    reader: Box<dyn FrameReader>,
    on_hypothesis: OnHypothesis,
}

impl Seat {
    pub(super) fn new(queue: Weak<Queue>, make_reader: MakeReader, on_hypothesis: OnHypothesis) -> Self {
        let reader = make_reader();
        Self {
            queue,
            front: Mutex::new(Front { inbox: Inbox::default(), queued: false }),
            back: Mutex::new(Some(Back { make_reader, reader, on_hypothesis })),
            closed: AtomicBool::new(false),
        }
    }

    /// Takes a frame in, and a place in the queue unless there is one already.
    pub(super) fn offer(self: &Arc<Self>, frame: EncodedFrame, now: Instant) -> Offer {
        if self.closed.load(Ordering::Acquire) {
            // Not `NeedKey`: the sender must not be bothered for a signer whom nobody reads.
            return Offer::Taken;
        }
        let offer = self.front().inbox.offer(frame, now);
        self.queue_up(now);
        offer
    }

    /// Takes a place in the queue if there is something to do.
    pub(super) fn queue_up(self: &Arc<Self>, now: Instant) {
        let mut front = self.front();
        if front.queued || !front.inbox.has_work(now) || self.closed.load(Ordering::Acquire) {
            return;
        }
        if let Some(queue) = self.queue.upgrade() {
            front.queued = true;
            drop(front);
            queue.push(Arc::clone(self));
        }
    }

    /// Does what waits, on the calling thread, then queues up again if more has come.
    pub(super) fn take_turn(self: &Arc<Self>) {
        if let Some(back) = lock(&self.back).as_mut() {
            let work = self.front().inbox.take(Instant::now());
            let outcome = catch_unwind(AssertUnwindSafe(|| work.map_or(Ok(()), |work| self.work(work, back))));
            let unread = outcome.unwrap_or_else(|_| {
                tracing::error!("the recogniser failed on a frame; it starts afresh");
                back.reader = (back.make_reader)();
                Err(1)
            });
            if let Err(unread) = unread {
                self.front().inbox.lost(unread);
            }
        }
        self.front().queued = false;
        self.queue_up(Instant::now());
    }

    /// When this returns, nothing is called back any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        *lock(&self.back) = None;
    }

    pub(super) fn counts(&self) -> SignerCounts {
        self.front().inbox.counts()
    }

    /// On failure says how many frames were not decoded.
    fn work(&self, work: Work, back: &mut Back) -> Result<(), usize> {
        let hypotheses = match work {
            Work::Settle => back.reader.finish(),
            Work::Read(frames) => self.read(&frames, back)?,
        };
        for hypothesis in hypotheses {
            if self.closed.load(Ordering::Acquire) {
                break;
            }
            (back.on_hypothesis)(hypothesis);
        }
        Ok(())
    }

    fn read(&self, frames: &[EncodedFrame], back: &mut Back) -> Result<Vec<Hypothesis>, usize> {
        let Some((newest, older)) = frames.split_last() else {
            return Ok(Vec::new());
        };
        let failed = |done: usize, error: ReadError| {
            tracing::debug!(%error, "a frame cannot be read; waiting for a key frame");
            frames.len() - done
        };
        for (done, frame) in older.iter().enumerate() {
            if self.closed.load(Ordering::Acquire) {
                return Ok(Vec::new());
            }
            back.reader.pass_over(frame).map_err(|error| failed(done, error))?;
        }
        back.reader.read(newest).map_err(|error| failed(older.len(), error))
    }

    fn front(&self) -> MutexGuard<'_, Front> {
        lock(&self.front)
    }
}

impl FrameReader for Reader {
    fn read(&mut self, frame: &EncodedFrame) -> Result<Vec<Hypothesis>, ReadError> {
        Self::read(self, frame)
    }

    fn pass_over(&mut self, frame: &EncodedFrame) -> Result<(), ReadError> {
        Self::pass_over(self, frame)
    }

    fn finish(&mut self) -> Vec<Hypothesis> {
        Self::finish(self)
    }
}

/// A panic behind a lock is caught and mended in [`Seat::take_turn`]: poison tells nothing new.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
