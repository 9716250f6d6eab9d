//! The whole recogniser on clips whose text is known.

use std::{io::Cursor, time::Duration};

use glossa::{
    recogniser::{Hypothesis, Model, Reader},
    signer::{
        DEMO_CLIP, DEMO_TEXT,
        camera::Camera,
        clip::{Clip, Plan},
        script::Act,
    },
    video::{
        container,
        recording::{self, TimedPicture},
    },
};

use crate::sign_data;

fn model() -> Model {
    Model::bundled().expect("a model is embedded")
}

/// All that is settled, without the spaces between stretches.
fn text_of(hypotheses: &[Hypothesis]) -> String {
    hypotheses.iter().filter(|h| h.last).map(|h| h.text.replace(' ', "")).collect()
}

fn read(model: &Model, pictures: impl Iterator<Item = TimedPicture>) -> String {
    let mut reader = Reader::new(model);
    let mut hypotheses: Vec<Hypothesis> =
        pictures.flat_map(|p| reader.read_picture(&p.picture, p.at).expect("a picture can be read")).collect();
    hypotheses.extend(reader.finish());
    text_of(&hypotheses)
}

fn mirrored(picture: TimedPicture) -> TimedPicture {
    TimedPicture { picture: picture.picture.mirrored(), ..picture }
}

fn demo() -> impl Iterator<Item = TimedPicture> {
    let frames = container::from_reader(Cursor::new(DEMO_CLIP)).expect("the demo clip is sound");
    recording::decoded(frames).map(|picture| picture.expect("every frame of it decodes"))
}

/// A clip in which nothing is said, small and slow enough to be drawn in a test.
fn silence(act: Act) -> impl Iterator<Item = TimedPicture> {
    let mut plan = Plan::silent(act, 20.0);
    plan.manner.fps = 10;
    plan.setting.camera = Camera::webcam(480, 360);
    let clip = Clip::new(&plan).expect("nothing is spelled");
    clip.map(|shot| TimedPicture { at: shot.at, picture: shot.picture })
}

#[test]
fn the_demo_clip_is_read() {
    assert_eq!(read(&model(), demo()), DEMO_TEXT);
}

#[test]
fn a_mirrored_clip_gives_the_same_text() {
    assert_eq!(read(&model(), demo().map(mirrored)), DEMO_TEXT);
}

#[test]
fn a_clip_without_anybody_gives_no_letter() {
    assert_eq!(read(&model(), silence(Act::Nothing)), "");
}

#[test]
fn hands_at_rest_give_no_letter() {
    assert_eq!(read(&model(), silence(Act::Rest)), "");
}

#[test]
fn hands_that_fidget_give_no_letter() {
    assert_eq!(read(&model(), silence(Act::Fidget)), "");
}

#[test]
fn recorded_clips_of_the_training_signers_are_read_as_mirrors_show_them_too() {
    let model = model();
    for (clip, path) in
        sign_data::clips("captioning recorded clips").into_iter().filter(|(clip, _)| clip.split == "train")
    {
        let pictures = || recording::open(&path, 15).unwrap().map(Result::unwrap);
        let text = read(&model, pictures());
        println!("{}: {text}", clip.expected_text);
        assert!(edit_distance(&text, &clip.expected_text) <= 1, "{}: {text}", clip.expected_text);
        assert_eq!(read(&model, pictures().map(mirrored)), text, "{} mirrored", clip.expected_text);
    }
}

#[test]
fn captions_lie_within_the_clip_and_in_order() {
    let mut reader = Reader::new(&model());
    let mut last = (0, 0);
    for picture in demo() {
        for hypothesis in reader.read_picture(&picture.picture, picture.at).unwrap() {
            assert!(hypothesis.start <= hypothesis.end && hypothesis.end <= picture.at + Duration::from_secs(1));
            assert!((hypothesis.segment, hypothesis.revision) >= last);
            last = (hypothesis.segment, hypothesis.revision);
        }
    }
}

/// How many letters must be changed, added or left out (Levenshtein).
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
