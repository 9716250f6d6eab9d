//! The drawn signer before the networks that find real hands.

use std::{sync::Arc, time::Duration};

use glossa::{
    recogniser::{
        Body, Hand, Side,
        landmark::{BodyNetworks, BodyTracker, HandNetworks, HandTracker},
    },
    signer::{
        SkinTone,
        camera::Camera,
        clip::{Clip, Plan, Shot},
        figure::{Arm, Figure, Physique},
        geometry::{Rotation, vec3},
        portrait::Portrait,
        skeleton::{HandShape, Skeleton},
    },
};

fn tracker() -> HandTracker {
    HandTracker::new(Arc::new(HandNetworks::bundled().expect("the networks are embedded")))
}

/// The middle of the first letter that a plan holds.
fn held(plan: &Plan) -> Shot {
    let shots = Clip::new(plan).unwrap().skip_while(|shot| shot.letter.is_none());
    shots.take_while(|shot| shot.letter.is_some()).nth(4).expect("a letter is held for some frames")
}

/// Mean distance of the points from the truth, as a share of the diagonal of the hand's box.
fn error(hand: &Hand, truth: &[[f32; 2]; 21]) -> f32 {
    let side = |axis: usize| {
        let values = || truth.iter().map(|point| point[axis]);
        values().fold(f32::MIN, f32::max) - values().fold(f32::MAX, f32::min)
    };
    let distance = |(found, truth): (&[f32; 3], &[f32; 2])| (found[0] - truth[0]).hypot(found[1] - truth[1]);
    let mean = hand.points.iter().zip(truth).map(distance).sum::<f32>() / 21.0;
    mean / side(0).hypot(side(1))
}

#[test]
fn a_drawn_hand_is_found_where_it_was_drawn_in_every_skin_tone() {
    for (letter, skin) in "CBYLI".chars().zip(SkinTone::ALL) {
        let mut plan = Plan::spelling(&letter.to_string());
        plan.setting.skin = skin;
        plan.setting.seed = u64::from(letter);
        let shot = held(&plan);
        let hands = tracker().detect(&shot.picture).unwrap();
        assert_eq!(hands.len(), 1, "{letter} in {skin:?}");
        let error = error(&hands[0], &shot.landmarks[0]);
        assert!(error < 0.08, "{letter} in {skin:?}: {error}");
        assert_eq!(hands[0].side(), Side::Right, "{letter} in {skin:?}");
    }
}

#[test]
fn a_left_hand_is_drawn_and_found_as_one() {
    let mut plan = Plan::spelling("L");
    plan.manner.left = true;
    let shot = held(&plan);
    let hands = tracker().detect(&shot.picture).unwrap();
    assert_eq!(hands.len(), 1);
    assert!(error(&hands[0], &shot.landmarks[0]) < 0.08);
    assert_eq!(hands[0].side(), Side::Left);
}

/// Somebody whose right hand has come so far, from 0 to 1, on its way from the belly to the face.
fn raising(share: f32) -> Figure {
    let (shape, physique) = (HandShape::default(), Physique::default());
    let skeleton = Skeleton::new(&shape, &physique.hand);
    let arm = |x: f32, y: f32| Arm::reaching(shape, &skeleton, Rotation::IDENTITY, vec3(x, y, 22.0), &physique);
    Figure { arms: [arm(-12.0, -30.0), arm(-16.0, -28.0 + 32.0 * share)] }
}

#[test]
fn a_drawn_body_is_followed_where_it_was_drawn() {
    let networks = Arc::new(BodyNetworks::bundled().expect("the networks are embedded"));
    for (skin, seed) in [(SkinTone::ALL[0], 3), (SkinTone::ALL[3], 8)] {
        let mut portrait = Portrait::new(Camera::webcam(320, 240), skin, seed);
        let mut tracker = BodyTracker::new(networks.clone());
        let frames = 13;
        for frame in 0..frames {
            let figure = raising(frame as f32 / (frames - 1) as f32);
            let picture = portrait.picture(&figure);
            let at = Duration::from_millis(66) * frame;
            let body = tracker.track(&picture, at).unwrap().expect("the person is in every picture");
            // In between the body is held; the network looks at every third picture.
            if frame % 3 != 0 {
                continue;
            }
            let truth = portrait.places(&figure);
            let width = truth[1][0] - truth[2][0];
            for ((place, index), truth) in PLACES.into_iter().zip(Body::PLACES).zip(truth).take(7) {
                let [x, y, _] = body.points[index];
                let error = (x - truth[0]).hypot(y - truth[1]) / width;
                // The joints of an arm lie under cloth that the network does not know.
                let most = if index > 12 { 0.3 } else { 0.15 };
                assert!(error < most, "{place} in picture {frame}: {error}");
            }
        }
        let timing = tracker.timing();
        assert_eq!((timing.pictures, timing.person.runs, timing.body.runs), (13, 1, 5));
    }
}

/// What `Body::PLACES` lists.
const PLACES: [&str; 9] = [
    "nose",
    "left shoulder",
    "right shoulder",
    "left elbow",
    "right elbow",
    "left wrist",
    "right wrist",
    "left hip",
    "right hip",
];
