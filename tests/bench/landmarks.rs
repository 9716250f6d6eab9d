//! Landmarks of hands and body: time by stage on one core, next to another runtime on the same networks.

mod rival;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use glossa::{
    recogniser::landmark::{
        BodyNetworks, BodyTracker, HandNetworks, HandTracker, Stage, engine::Scratch, network::Network,
    },
    video::{Picture, container, vp8::Decoder},
};
use rival::Rival;

use crate::report::{Goal, left_out, report};

pub(crate) fn measure() {
    stages();
    for (name, file, outputs) in NETWORKS {
        compare(name, file, outputs);
    }
}

/// A recorded signer through the whole trackers.
fn stages() {
    let name = "landmarks, milliseconds by stage";
    let Some(data) = std::env::var_os("SIGN_DATA").map(PathBuf::from) else {
        return left_out(name, "SIGN_DATA is not set");
    };
    let Ok(clip) = container::open(&data.join("clips/PIXEL.webm")) else {
        return left_out(name, "SIGN_DATA holds no clips/PIXEL.webm");
    };
    let mut decoder = Decoder::new();
    let pictures: Vec<_> = clip
        .map(|frame| {
            let frame = frame.expect("a sound clip");
            (decoder.decode(&frame).expect("a sound frame").expect("a picture").to_picture(), frame.at)
        })
        .collect();
    hands(&pictures);
    body(&pictures);
}

fn hands(pictures: &[(Picture, Duration)]) {
    let mut tracker = HandTracker::new(Arc::new(HandNetworks::bundled().expect("the bundled networks")));
    let mean = mean(pictures, |picture, at| drop(tracker.track(picture, at).expect("a sound picture")));
    let timing = tracker.timing();
    stage("crop", timing.crop);
    stage("hand", timing.hand);
    stage("palm", timing.palm);
    report("landmarks, all stages, mean per frame with one hand", mean, "ms", None);
}

fn body(pictures: &[(Picture, Duration)]) {
    let mut tracker = BodyTracker::new(Arc::new(BodyNetworks::bundled().expect("the bundled networks")));
    let mean = mean(pictures, |picture, at| {
        tracker.track(picture, at).expect("a sound picture");
    });
    let timing = tracker.timing();
    stage("body's crop", timing.crop);
    stage("body", timing.body);
    stage("person", timing.person);
    report("landmarks, all stages, mean per frame of a body", mean, "ms", None);
}

/// Milliseconds by picture.
fn mean(pictures: &[(Picture, Duration)], mut track: impl FnMut(&Picture, Duration)) -> f64 {
    let start = Instant::now();
    pictures.iter().for_each(|(picture, at)| track(picture, *at));
    start.elapsed().as_secs_f64() * 1e3 / pictures.len() as f64
}

fn stage(name: &str, Stage { least, runs, .. }: Stage) {
    let least = least.unwrap_or_default().as_secs_f64() * 1e3;
    report(&format!("landmarks, {name}, shortest of {runs}"), least, "ms", None);
}

/// One network here and there, run by run in turns: both see the same load of the machine.
fn compare(name: &str, file: &'static [u8], outputs: &[usize]) {
    let title = format!("landmarks, {name}, time by that of ai-edge-litert");
    let mut rival = match Rival::start(name, file) {
        Ok(rival) => rival,
        Err(error) => return left_out(&title, &error.to_string()),
    };
    let network = Network::parse(file, outputs).expect("a bundled network");
    let image: Vec<f32> = (0..network.input_len()).map(|i| (i * 7919 % 1000) as f32 / 1000.0).collect();
    let mut scratch = Scratch::default();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let image = image.clone();
        let start = Instant::now();
        network.forward(image, &mut scratch).expect("a run");
        let took = start.elapsed().as_secs_f64() * 1e3;
        let rivals = match rival.run() {
            Ok(took) => took,
            Err(error) => return left_out(&title, &error.to_string()),
        };
        // The first rounds warm both up.
        if round >= WARM_UP {
            ours.push(took);
            theirs.push(rivals);
        }
    }
    let (ours, theirs) = (quarter(ours), quarter(theirs));
    report(&format!("landmarks, {name}"), ours, "ms", None);
    report(&format!("landmarks, {name}, ai-edge-litert"), theirs, "ms", None);
    report(&title, ours / theirs, "", Some(Goal::AtMost(1.3)));
}

/// The value that a quarter of the runs did not exceed: others use the machine at the same time.
fn quarter(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 4]
}

const NETWORKS: [(&str, &[u8], &[usize]); 6] = [
    ("hand full", weights::nets::HAND_FULL, &[0, 1, 2, 3]),
    ("hand lite", weights::nets::HAND_LITE, &[0, 1, 2, 3]),
    ("palm full", weights::nets::PALM_FULL, &[0, 1]),
    ("palm lite", weights::nets::PALM_LITE, &[0, 1]),
    ("pose detection", weights::nets::POSE_DETECTION, &[0, 1]),
    // The other runtime computes all five outputs.
    ("pose lite", weights::nets::POSE_LITE, &[0, 1, 3]),
];
const WARM_UP: usize = 10;
const ROUNDS: usize = 90;
