//! The drawn signer before the networks that find real hands.

use std::sync::Arc;

use glossa::{
    recogniser::{
        Hand, Side,
        landmark::{HandNetworks, HandTracker},
    },
    signer::{
        SkinTone,
        clip::{Clip, Plan, Shot},
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
