//! Recorded signers: hands are followed as MediaPipe follows them.

use std::collections::HashMap;

use glossa::{recogniser::Hand, video::vp8::Decoder};
use serde::Deserialize;

use super::hands::{Recorded, quantile, read_json, tracker};
use crate::sign_data;

#[derive(Deserialize)]
struct Reference {
    clips: HashMap<String, Clip>,
}

/// One entry per frame; none where no hand was found.
#[derive(Deserialize)]
struct Clip {
    full: Vec<Option<Found>>,
    lite: Vec<Option<Found>>,
}

/// MediaPipe's label, its score, the landmarks as fractions of the picture.
#[derive(Deserialize)]
struct Found(String, serde::de::IgnoredAny, Vec<[f32; 3]>);

#[test]
fn hands_in_clips_are_followed_as_mediapipe_follows_them() {
    let test = "hands_in_clips_are_followed_as_mediapipe_follows_them";
    let Some(folder) = sign_data::folder(test) else { return };
    let reference: Reference = read_json(&folder.join("clips/tracking_reference.json.gz"));
    for name in ["full", "lite"] {
        let mut distances = Vec::new();
        let (mut frames, mut missed, mut other_side) = (0, 0, 0);
        for (clip, path) in sign_data::clips(test) {
            let recorded = &reference.clips[&clip.file];
            let recorded = if name == "full" { &recorded.full } else { &recorded.lite };
            let mut tracker = tracker(name);
            let mut decoder = Decoder::new();
            let coded = glossa::video::container::open(&path).expect("a clip");
            for (frame, recorded) in coded.zip(recorded) {
                let frame = frame.expect("a sound clip");
                let picture = decoder.decode(&frame).expect("a sound frame").expect("a picture").to_picture();
                let hands = tracker.track(&picture, frame.at).expect("a sound picture");
                frames += 1;
                let Some(Found(label, _, landmarks)) = recorded else { continue };
                let recorded = Recorded { label, landmarks };
                let distance = |hand: &Hand| recorded.distance(hand, [picture.width, picture.height]);
                let Some(ours) = hands.iter().min_by(|one, other| distance(one).total_cmp(&distance(other))) else {
                    missed += 1;
                    continue;
                };
                distances.push(distance(ours));
                other_side += usize::from(!recorded.is_same_side(ours));
            }
        }
        let hands = distances.len();
        let mean = distances.iter().sum::<f32>() / hands as f32;
        let [median, p95, most] = [0.5, 0.95, 1.0].map(|share| quantile(&mut distances, share));
        println!(
            "{name}: {frames} frames, {hands} hands, {missed} missed, {other_side} of the other side; \
             distance median {median:.4}, mean {mean:.4}, p95 {p95:.4}, most {most:.4}"
        );
        // Colours are converted in another way than for the recording, and the detector runs at
        // other times: both change where a hand is looked for.
        assert!(median < 0.01 && p95 < 0.05, "{name}: {median} {p95}");
        assert!(missed * 50 <= hands && other_side * 50 <= hands, "{name}: {missed} {other_side}");
    }
}
