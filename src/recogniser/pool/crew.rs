//! The threads of a pool with the queue they work off.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use super::seat::{MakeReader, OnHypothesis, Seat};
use crate::priority;

/// Ends its threads when it is dropped; a turn that has begun is finished first.
pub(super) struct Crew {
    queue: Arc<Queue>,
}

/// The signers that wait for their turn, and all others that might fall silent.
///
/// A mutex with a condition and no channel: a thread waits for the next turn or for the moment to
/// look for silent signers, whichever comes first. The queue is bounded by the number of signers,
/// because each is in it at most once.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    turns: VecDeque<Arc<Seat>>,
    seats: Vec<Weak<Seat>>,
    stopped: bool,
}

impl Crew {
    pub(super) fn start(threads: usize) -> Self {
        let queue = Arc::new(Queue::default());
        for number in 0..threads.max(1) {
            let queue = Arc::clone(&queue);
            thread::Builder::new()
                .name(format!("reader-{number}"))
                .spawn(move || {
                    priority::lower_for(priority::Work::Computing);
                    while queue.work_once() {}
                })
                .expect("a process that cannot start a thread at its own start cannot serve");
        }
        Self { queue }
    }

    pub(super) fn seat(&self, make_reader: MakeReader, on_hypothesis: OnHypothesis) -> Arc<Seat> {
        let seat = Arc::new(Seat::new(Arc::downgrade(&self.queue), make_reader, on_hypothesis));
        let mut state = self.queue.state();
        state.seats.retain(|seat| seat.strong_count() > 0);
        state.seats.push(Arc::downgrade(&seat));
        seat
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.queue.state().stopped = true;
        self.queue.changed.notify_all();
    }
}

impl Queue {
    pub(super) fn push(&self, seat: Arc<Seat>) {
        self.state().turns.push_back(seat);
        self.changed.notify_one();
    }

    /// Gives one signer its turn, waiting for one if need be; false when the pool has ended.
    fn work_once(&self) -> bool {
        let waited =
            self.changed.wait_timeout_while(self.state(), LOOK_ROUND, |state| !state.stopped && state.turns.is_empty());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return false;
        }
        let Some(seat) = state.turns.pop_front() else {
            let seats = state.seats.clone();
            drop(state);
            seats.iter().filter_map(Weak::upgrade).for_each(|seat| seat.queue_up(Instant::now()));
            return true;
        };
        drop(state);
        seat.take_turn();
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often an idle thread looks for signers who have fallen silent.
const LOOK_ROUND: Duration = Duration::from_millis(200);

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::{
        recogniser::{
            Hypothesis, ReadError,
            pool::{SignerHandle, SignerInput, seat::FrameReader},
        },
        video::{EncodedFrame, FrameSink, Offer, vp8::DecodeError},
    };

    /// Spells the first byte of each frame it reads; `!` cannot be decoded and `?` makes it panic.
    struct Echo {
        pause: Duration,
    }

    impl FrameReader for Echo {
        fn read(&mut self, frame: &EncodedFrame) -> Result<Vec<Hypothesis>, ReadError> {
            thread::sleep(self.pause);
            match frame.data[0] {
                b'!' => Err(DecodeError::KeyFrameMissing.into()),
                b'?' => panic!("as the test wants it"),
                letter => Ok(vec![hypothesis(char::from(letter).to_string())]),
            }
        }

        fn pass_over(&mut self, _frame: &EncodedFrame) -> Result<(), ReadError> {
            Ok(())
        }

        fn finish(&mut self) -> Vec<Hypothesis> {
            vec![hypothesis("end".into())]
        }
    }

    fn hypothesis(text: String) -> Hypothesis {
        let (start, end) = (Duration::ZERO, Duration::ZERO);
        Hypothesis {
            segment: 0,
            revision: 0,
            last: false,
            stable: text.len(),
            text,
            start,
            end,
            confidence: 1.0,
            model: "test".into(),
            alternatives: Vec::new(),
        }
    }

    fn frame(number: u64, letter: u8) -> EncodedFrame {
        EncodedFrame { at: Duration::from_millis(number * 33), key: number == 0, data: vec![letter] }
    }

    fn open(crew: &Crew, pause: Duration) -> (SignerInput, SignerHandle, mpsc::Receiver<String>) {
        let (heard, texts) = mpsc::channel();
        let seat = crew.seat(
            Box::new(move || Box::new(Echo { pause })),
            Box::new(move |hypothesis| heard.send(hypothesis.text).unwrap_or_default()),
        );
        (SignerInput { seat: Arc::clone(&seat) }, SignerHandle { seat }, texts)
    }

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn frames_are_read_and_then_silence_settles_them() {
        let crew = Crew::start(1);
        let (mut input, handle, texts) = open(&crew, Duration::ZERO);
        for (number, letter) in b"ABC".iter().enumerate() {
            assert_eq!(input.offer(frame(number as u64, *letter)), Offer::Taken);
            assert_eq!(texts.recv_timeout(SOON).unwrap(), char::from(*letter).to_string());
        }
        assert_eq!(texts.recv_timeout(SOON).unwrap(), "end");
        assert_eq!(handle.counts().read, 3);
    }

    #[test]
    fn a_slow_reader_looks_only_at_the_newest_frame_and_counts_the_others() {
        let crew = Crew::start(1);
        let (mut input, handle, texts) = open(&crew, Duration::from_millis(150));
        input.offer(frame(0, b'A'));
        thread::sleep(Duration::from_millis(50));
        (1..6).for_each(|number| assert_eq!(input.offer(frame(number, b'a' + number as u8)), Offer::Taken));
        assert_eq!([(); 2].map(|()| texts.recv_timeout(SOON).unwrap()), ["A", "f"]);
        assert_eq!((handle.counts().read, handle.counts().passed_over, handle.counts().dropped), (2, 4, 0));
    }

    #[test]
    fn nothing_is_called_back_after_closing() {
        let crew = Crew::start(1);
        let (mut input, handle, texts) = open(&crew, Duration::from_millis(100));
        input.offer(frame(0, b'A'));
        thread::sleep(Duration::from_millis(30));
        handle.close();
        assert!(texts.recv_timeout(SOON).is_err(), "the callback itself is gone too");
        input.offer(frame(1, b'B'));
    }

    #[test]
    fn a_frame_that_cannot_be_decoded_asks_for_a_key_frame() {
        let crew = Crew::start(1);
        let (mut input, _handle, texts) = open(&crew, Duration::ZERO);
        input.offer(frame(0, b'A'));
        texts.recv_timeout(SOON).unwrap();
        input.offer(frame(1, b'!'));
        let asked = (2..200).any(|number| {
            thread::sleep(Duration::from_millis(10));
            input.offer(frame(number, b'!')) == Offer::NeedKey
        });
        assert!(asked);
        assert_eq!(input.offer(EncodedFrame { key: true, ..frame(200, b'B') }), Offer::Taken);
        assert_eq!(texts.recv_timeout(SOON).unwrap(), "B");
    }

    #[test]
    fn a_reader_that_panics_is_replaced() {
        let crew = Crew::start(1);
        let (mut input, _handle, texts) = open(&crew, Duration::ZERO);
        input.offer(frame(0, b'?'));
        thread::sleep(Duration::from_millis(50));
        let again = EncodedFrame { key: true, ..frame(1, b'B') };
        assert_eq!(input.offer(again), Offer::Taken);
        assert_eq!(texts.recv_timeout(SOON).unwrap(), "B");
    }

    #[test]
    fn a_busy_signer_does_not_starve_another() {
        let crew = Crew::start(1);
        let (mut busy, _busy, _) = open(&crew, Duration::from_millis(30));
        let (mut quiet, _quiet, texts) = open(&crew, Duration::from_millis(30));
        let flood = thread::spawn(move || {
            for number in 0..200 {
                busy.offer(EncodedFrame { key: number % 10 == 0, ..frame(number, b'x') });
                thread::sleep(Duration::from_millis(5));
            }
        });
        thread::sleep(Duration::from_millis(100));
        quiet.offer(frame(0, b'Q'));
        assert_eq!(texts.recv_timeout(Duration::from_millis(500)).unwrap(), "Q");
        flood.join().unwrap();
    }
}
