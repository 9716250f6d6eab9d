//! Signs in people's hands.

use proptest::prelude::*;

use super::{
    places::{Kind, Spot},
    *,
};
use crate::{
    notation::{Distance, Hands, Path, Place, dictionary, handshapes},
    signer::{figure::flipped, geometry::Vec3, skeleton::Skeleton},
};

fn generator() -> Generator<'static> {
    Generator::new(handshapes().unwrap())
}

fn sign(name: &str) -> &'static Sign {
    dictionary().unwrap().iter().find(|sign| sign.name.as_str() == name).unwrap()
}

/// Every way to make every bundled sign.
fn ways() -> impl Iterator<Item = (&'static Sign, &'static Variant)> {
    dictionary().unwrap().iter().flat_map(|sign| sign.variants.iter().map(move |variant| (sign, variant)))
}

fn is_sound(take: &Take) -> bool {
    let sound = |value: &f32| value.is_finite() && value.abs() < 50.0;
    take.rate.is_finite()
        && take.frames.iter().all(|frame| {
            frame.pose.iter().flatten().flatten().all(sound)
                && frame.hands.iter().flatten().flatten().flatten().all(sound)
        })
}

#[test]
fn every_bundled_sign_is_performed_by_many_people() {
    let generator = generator();
    for sign in dictionary().unwrap() {
        let mut seen = 0;
        for seed in 0..12 {
            let take = generator.take(sign, seed);
            assert!(is_sound(&take) && (20..=30).contains(&take.frames.len()), "{} by {seed}", sign.name);
            let hands = take.frames.iter().filter(|frame| frame.hands.iter().any(Option::is_some)).count();
            seen += usize::from(hands * 3 > take.frames.len());
        }
        assert!(seen >= 5, "{} is hardly ever in sight: {seen} of 12", sign.name);
    }
}

#[test]
fn a_seed_makes_the_same_take_again_while_another_seed_makes_another() {
    let (generator, sign) = (generator(), sign("thank-you"));
    assert_eq!(generator.take(sign, 7), generator.take(sign, 7));
    assert_ne!(generator.take(sign, 7), generator.take(sign, 8));
}

#[test]
fn a_hand_that_touches_the_body_has_its_part_at_the_place() {
    let generator = generator();
    let person = Person::textbook();
    let mut wrong = Vec::new();
    for (sign, variant) in ways() {
        let act = generator.act(variant, &person, 1);
        let (start, end) = act.rounds()[0];
        // A tap arrives; everything else begins where it is said to be.
        let when = if matches!(variant.path, Path::Tap { .. }) { end } else { start };
        let figure = act.at(when);
        let spot = Spot::of(variant.at.place, &person.physique, &figure.arms[0]);
        if spot.kind == Kind::Air || variant.at.distance != Distance::Touching {
            continue;
        }
        let arm = &figure.arms[1];
        let joints = Skeleton::new(&arm.shape, &person.physique.hand).joints;
        let part = arm.wrist + arm.turn * parts::point(variant.at.part, &joints);
        let off = (part - spot.point).length();
        let circling = if let Path::Circle { radius, .. } = variant.path { 1.5 * radius } else { 0.0 };
        if off > 5.5 + circling {
            wrong.push(format!("{}: {off:.1} cm", sign.name));
        }
    }
    assert!(wrong.is_empty(), "far from their places: {wrong:?}");
}

#[test]
fn no_hand_is_inside_the_body_where_a_sign_begins_or_ends() {
    let generator = generator();
    let person = Person::textbook();
    let mut wrong = Vec::new();
    for (sign, variant) in ways() {
        let act = generator.act(variant, &person, 1);
        let (start, end) = act.rounds()[0];
        for time in [start, end] {
            let deepest = act.at(time).arms[1].landmarks.map(|point| person.physique.clearance(point));
            let deepest = deepest.into_iter().fold(f32::INFINITY, f32::min);
            if deepest < -0.8 {
                wrong.push(format!("{}: {deepest:.1} cm", sign.name));
            }
        }
    }
    assert!(wrong.is_empty(), "inside the body: {wrong:?}");
}

#[test]
fn thank_you_goes_from_the_chin_away_from_the_signer() {
    let act = generator().act(&sign("thank-you").variants[0], &Person::textbook(), 1);
    let (start, end) = act.rounds()[0];
    let [from, to] = [start, end].map(|time| act.at(time).arms[1].landmarks[12]);
    assert!(to.z - from.z > 12.0 && from.y - to.y > 5.0, "{from:?} to {to:?}");
    let resting = act.at(0.0).arms[1].wrist;
    assert!(resting.y < -35.0 && act.at(act.length()).arms[1].wrist.y < -35.0);
}

#[test]
fn mirrored_hands_are_mirror_images_and_hands_that_alternate_are_not() {
    let person = Person::textbook();
    for (name, alike) in [("small", true), ("car", false)] {
        let act = generator().act(&sign(name).variants[0], &person, 1);
        let (start, _) = act.rounds()[0];
        let [left, right] = act.at(start).hands();
        let off = (left[0] - flipped(right[0])).length();
        assert_eq!(off < 0.5, alike, "{name}: {off} cm");
    }
}

#[test]
fn who_is_left_handed_does_the_same_in_the_mirror() {
    let generator = generator();
    let right = Person::textbook();
    let left = Person { left_handed: true, ..Person::textbook() };
    for sign in dictionary().unwrap() {
        let acts = [&right, &left].map(|person| generator.act(&sign.variants[0], person, 3));
        let time = acts[0].length() * 0.45;
        let [of_right, of_left] = acts.map(|act| act.at(time));
        assert_eq!(of_right.hands()[1].map(flipped), of_left.hands()[0], "{}", sign.name);
        assert_eq!(of_right.clone().mirrored(), of_left);
    }
}

#[test]
fn a_take_that_is_mirrored_twice_is_the_same() {
    let take = generator().take(sign("help"), 5);
    let twice = take.mirrored().mirrored();
    assert_ne!(take.mirrored(), take);
    for (frame, again) in take.frames.iter().zip(&twice.frames) {
        let points = |frame: &Frame| frame.hands.map(|hand| hand.map(|points| points.map(|[x, ..]| (x * 1e4).round())));
        assert_eq!(points(frame), points(again));
    }
}

#[test]
fn a_weak_hand_that_is_carried_along_moves_as_the_strong_one_does() {
    let act = generator().act(&sign("help").variants[0], &Person::textbook(), 1);
    let (start, _) = act.rounds()[0];
    let [from, to] = [start, start + 0.45].map(|time| act.at(time).hands());
    let ways = [0, 1].map(|side: usize| to[side][0] - from[side][0]);
    assert!(ways[0].y > 6.0 && (ways[0] - ways[1]).length() < 0.5, "{ways:?}");
}

#[test]
fn the_weak_hand_of_a_sign_of_one_hand_rests() {
    for sign in dictionary().unwrap() {
        for variant in sign.variants.iter().filter(|variant| variant.hands == Hands::One) {
            assert!(!variant.at.place.on_other_hand() || variant.at.place == Place::OtherForearm);
            let act = generator().act(variant, &Person::textbook(), 1);
            assert!(act.at(act.length() / 2.0).arms[0].wrist.y < -30.0, "{}", sign.name);
        }
    }
}

fn lengths(points: &[Vec3; 21]) -> Vec<f32> {
    // The landmarks of wrist with thumb's root lie off their joints, by the same in every shape.
    let bones = (1..21).filter(|point| point % 4 != 1 && *point != 2).map(|point| (point - 1, point));
    let palm = [(0, 1), (0, 5), (0, 9), (0, 13), (0, 17)];
    bones.chain(palm).map(|(from, to)| (points[to] - points[from]).length()).collect()
}

proptest! {
    #[test]
    fn bones_keep_their_lengths_whoever_signs_what(seed: u64, which in 0..10_000_usize) {
        let signs = dictionary().unwrap();
        let sign = &signs[which % signs.len()];
        let mut random = Random::new(seed);
        let person = Person::draw(&mut random);
        let act = Act::new(sign, handshapes().unwrap(), &person, 2, &mut random);
        let expected = lengths(&act.at(0.0).hands()[1]);
        for step in 0..=20 {
            let figure = act.at(act.length() * step as f32 / 20.0);
            for arm in &figure.arms {
                let (upper, fore) = (arm.elbow - person.physique.right_shoulder(), arm.wrist - arm.elbow);
                prop_assert!((upper.length() - person.physique.upper_arm).abs() < 0.05);
                prop_assert!((fore.length() - person.physique.forearm).abs() < 0.05);
            }
            for hand in figure.hands() {
                for (length, expected) in lengths(&hand).iter().zip(&expected) {
                    prop_assert!((length - expected).abs() < 0.02, "{} at {step}", sign.name);
                }
            }
        }
    }

    #[test]
    fn no_take_holds_what_is_no_number(seed: u64, which in 0..10_000_usize) {
        let signs = dictionary().unwrap();
        prop_assert!(is_sound(&generator().take(&signs[which % signs.len()], seed)));
    }
}
