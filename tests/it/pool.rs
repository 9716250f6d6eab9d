//! A clip through the threads that read live signers.

use std::{
    io::Cursor,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use glossa::{
    recogniser::{Hypothesis, Model, Pool, PoolConfig},
    signer::{DEMO_CLIP, DEMO_TEXT},
    video::{FrameSink, Offer, container},
};

fn pool() -> Pool {
    Pool::start(PoolConfig { threads: 1 }, Arc::new(Model::bundled().expect("a model is embedded")))
}

fn demo() -> container::Frames {
    container::from_reader(Cursor::new(DEMO_CLIP)).expect("the demo clip is sound")
}

#[test]
fn a_signer_whose_camera_stops_after_a_word_has_it_settled() {
    let pool = pool();
    let (heard, hypotheses) = mpsc::channel::<Hypothesis>();
    let (mut input, handle) = pool.open(Box::new(move |hypothesis| heard.send(hypothesis).unwrap_or_default()));
    // Half a second before its end the clip's hand is still up.
    let frames: Vec<_> = demo().map(Result::unwrap).collect();
    let spelled = frames.len() - 24;
    for (number, frame) in frames.into_iter().take(spelled).enumerate() {
        assert_eq!(input.offer(frame), Offer::Taken);
        while handle.counts().read <= number as u64 {
            thread::sleep(Duration::from_millis(1));
        }
    }
    let text: String = std::iter::from_fn(|| hypotheses.recv_timeout(Duration::from_secs(5)).ok())
        .filter(|hypothesis| hypothesis.last)
        .map(|hypothesis| hypothesis.text.replace(' ', ""))
        .collect();
    assert_eq!(text, DEMO_TEXT);
    let counts = handle.counts();
    assert_eq!((counts.read, counts.passed_over, counts.dropped), (spelled as u64, 0, 0));
}

#[test]
fn closing_stops_a_signer_in_the_middle_of_a_word() {
    let pool = pool();
    let (heard, hypotheses) = mpsc::channel::<Hypothesis>();
    let (mut input, handle) = pool.open(Box::new(move |hypothesis| heard.send(hypothesis).unwrap_or_default()));
    for frame in demo().map(Result::unwrap) {
        input.offer(frame);
        thread::sleep(Duration::from_millis(2));
        if hypotheses.try_recv().is_ok() {
            break;
        }
    }
    handle.close();
    while hypotheses.try_recv().is_ok() {}
    for frame in demo().map(Result::unwrap).take(30) {
        assert_eq!(input.offer(frame), Offer::Taken);
    }
    assert!(hypotheses.recv_timeout(Duration::from_secs(2)).is_err());
}
