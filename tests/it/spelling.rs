//! The speller on recorded landmarks, without pictures.

use std::{collections::HashMap, fs::File, sync::Arc, time::Duration};

use flate2::read::GzDecoder;
use glossa::recogniser::{
    Hand, Hypothesis,
    folder::{FolderError, ModelFolder},
    spelling::{Speller, SpellingModel},
};

use crate::sign_data;

/// Side, score, 21 points as fractions of width and height.
type Frame = Option<(String, f32, Vec<[f32; 3]>)>;

#[derive(serde::Deserialize)]
struct Reference {
    clips: HashMap<String, Tracks>,
}

#[derive(serde::Deserialize)]
struct Tracks {
    full: Vec<Frame>,
}

fn model() -> Arc<SpellingModel> {
    Arc::new(SpellingModel::bundled().expect("a model is embedded"))
}

/// The tuning clips' texts with what a tracker saw in each frame.
fn tracks(test: &str) -> Vec<(String, Vec<Frame>)> {
    let Some(folder) = sign_data::folder(test) else { return Vec::new() };
    let file = File::open(folder.join("clips/tracking_reference.json.gz")).expect("the reference is there");
    let mut reference: Reference = serde_json::from_reader(GzDecoder::new(file)).expect("the reference is sound");
    let clips = sign_data::clips(test).into_iter().filter(|(clip, _)| clip.split == "train");
    clips
        .map(|(clip, _)| (clip.expected_text, reference.clips.remove(&clip.file).expect("all are listed").full))
        .collect()
}

fn hand(frame: &Frame, mirrored: bool) -> Option<Hand> {
    let (label, _, points) = frame.as_ref()?;
    let points = std::array::from_fn(|k| {
        let x = 640.0 * points[k][0];
        [if mirrored { 640.0 - x } else { x }, 480.0 * points[k][1], 0.0]
    });
    // The reference names sides as in a mirror.
    let right = if (label == "Left") == mirrored { 0.05 } else { 0.95 };
    Some(Hand { track: 1, points, world: [[0.0; 3]; 21], right, presence: 1.0 })
}

fn spell(frames: impl Iterator<Item = Vec<Hand>>) -> Vec<Hypothesis> {
    let mut speller = Speller::new(model());
    let mut heard = Vec::new();
    for (count, hands) in frames.enumerate() {
        heard.extend(speller.push(Duration::from_secs(1) * count as u32 / 15, (640, 480), &hands));
    }
    heard.extend(speller.finish());
    heard
}

fn text(heard: &[Hypothesis]) -> String {
    heard.iter().filter(|h| h.last).map(|h| h.text.as_str()).collect()
}

#[test]
fn recorded_letters_come_once_each_and_mirrored_ones_give_the_same_text() {
    for (expected, frames) in tracks("recorded letters come once each") {
        for mirrored in [false, true] {
            let heard = spell(frames.iter().map(|frame| hand(frame, mirrored).into_iter().collect()));
            assert_eq!(text(&heard), expected, "mirrored: {mirrored}");
        }
    }
}

#[test]
fn a_resting_second_hand_adds_nothing() {
    for (expected, frames) in tracks("a resting second hand adds nothing") {
        let resting = hand(&frames[0], true).map(|mut hand| {
            hand.track = 2;
            hand.points.iter_mut().for_each(|point| point[1] += 120.0);
            hand
        });
        let heard = spell(frames.iter().map(|frame| resting.iter().cloned().chain(hand(frame, false)).collect()));
        assert_eq!(text(&heard), expected);
    }
}

#[test]
fn a_word_grows_by_revisions_and_what_is_stable_stays() {
    for (_, frames) in tracks("a word grows by revisions") {
        let heard = spell(frames.iter().map(|frame| hand(frame, false).into_iter().collect()));
        let mut before: Option<&Hypothesis> = None;
        for now in &heard {
            if let Some(before) = before.filter(|before| before.segment == now.segment) {
                assert_eq!(now.revision, before.revision + 1);
                let kept: String = before.text.chars().take(before.stable).collect();
                assert!(now.text.starts_with(&kept), "{kept} became {}", now.text);
            }
            assert!(now.start <= now.end && now.stable <= now.text.chars().count());
            before = Some(now);
        }
        assert!(heard.last().is_some_and(|last| last.last));
    }
}

#[test]
fn no_hands_give_no_text() {
    assert!(spell((0..300).map(|_| Vec::new())).is_empty());
}

#[test]
fn a_damaged_model_is_refused_with_the_reason() {
    let bundled = weights::MODELS.iter().find(|model| model.name == "fingerspelling-ase").expect("it is embedded");
    let parse = |config: &str, weights: &[u8]| {
        SpellingModel::parse(&ModelFolder { name: "mine".to_owned(), config: config.into(), weights: weights.into() })
            .err()
    };
    assert!(parse(bundled.config, bundled.weights).is_none());
    assert!(matches!(parse("{}", bundled.weights), Some(FolderError::Config { .. })));
    assert!(matches!(parse(bundled.config, &bundled.weights[..1000]), Some(FolderError::Weights { .. })));
    let wider = bundled.config.replace("256,", "255,");
    assert!(matches!(parse(&wider, bundled.weights), Some(FolderError::Weights { .. })));
}
