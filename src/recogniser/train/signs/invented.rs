//! Signs that nobody described, hands that say nothing, letters as written signs.

use super::super::random::Random;
use crate::notation::{
    Base, Beside, Direction, Distance, Hands, Handshape, Handshapes, Location, Part, Path, Place, Plane, Posture,
    Times, Variant, Word,
};

/// Any shape anywhere on any way: most such signs are none of a language's.
pub(super) fn sign(shapes: &Handshapes, random: &mut Random) -> Variant {
    let hands = *random
        .weighted(
            [(0.52, Hands::One), (0.2, Hands::Mirrored), (0.08, Hands::Alternating), (0.2, Hands::Base)].iter(),
            |it| it.0,
        )
        .map_or(&Hands::One, |(_, hands)| hands);
    let start = posture(any(shapes, random), random);
    let end = random.chance(0.35).then(|| {
        let shape = if random.chance(0.6) { start.shape } else { any(shapes, random) };
        posture(shape, random)
    });
    let other = (hands == Hands::Base).then(|| Base {
        posture: posture(any(shapes, random), random),
        at: Location {
            place: Place::MiddleSpace,
            distance: Distance::Centimetres(random.uniform(0.0, 12.0)),
            part: Part::Palm,
        },
    });
    let place = if other.is_some() && random.chance(0.6) { *random.pick(&ON_HAND) } else { *random.pick(&ON_BODY) };
    let distance = match random.below(3) {
        0 => Distance::Touching,
        1 => Distance::Near,
        _ => Distance::Centimetres(random.uniform(2.0, 15.0)),
    };
    Variant {
        weight: 1.0,
        hands,
        start,
        end,
        at: Location { place, distance, part: *random.pick(Part::ALL) },
        path: path(random),
        times: times(3, random),
        beside: random.chance(0.3).then(|| (*random.pick(Beside::ALL), times(4, random))),
        other,
    }
}

/// Scratching, resting, gesturing, holding something.
pub(super) fn idle(shapes: &Handshapes, random: &mut Random) -> Variant {
    let shape = if random.chance(0.75) { named(random.pick::<&str>(&LOOSE), shapes) } else { any(shapes, random) };
    let start = posture(shape, random);
    let end = random.chance(0.5).then(|| posture(shape, random));
    let hands = if random.chance(0.65) { Hands::One } else { *random.pick(&[Hands::Mirrored, Hands::Alternating]) };
    let place = if random.chance(0.6) { *random.pick(&LOW) } else { *random.pick(&ON_BODY) };
    Variant {
        weight: 1.0,
        hands,
        start,
        end,
        at: Location {
            place,
            distance: Distance::Centimetres(random.uniform(0.0, 14.0)),
            part: *random.pick(Part::ALL),
        },
        path: if random.chance(0.35) { Path::Still } else { path(random) },
        times: times(3, random),
        beside: random.chance(0.25).then(|| (*random.pick(Beside::ALL), times(3, random))),
        other: None,
    }
}

/// Where somebody spells.
pub(super) fn letters_home(random: &mut Random) -> Location {
    let place =
        *random.pick(&[Place::SideSpace, Place::SideSpace, Place::Shoulder, Place::HighSpace, Place::MiddleSpace]);
    Location { place, distance: Distance::Centimetres(random.uniform(8.0, 20.0)), part: Part::Palm }
}

/// A letter or digit of the alphabet, held.
pub(super) fn letter(home: &Location, shapes: &Handshapes, random: &mut Random) -> Variant {
    let (name, palm, fingers) = *random.pick(&LETTERS);
    let start = Posture { shape: named(name, shapes), palm: direction(palm), fingers: direction(fingers) };
    Variant {
        weight: 1.0,
        hands: Hands::One,
        start,
        end: None,
        at: *home,
        path: Path::Still,
        times: Times { least: 1, most: 1 },
        beside: None,
        other: None,
    }
}

fn path(random: &mut Random) -> Path {
    let way = any_direction(random);
    let length = random.uniform(4.0, 28.0);
    match random.below(100) {
        0..14 => Path::Still,
        14..30 => Path::Circle { plane: *random.pick(Plane::ALL), radius: random.uniform(2.0, 9.0) },
        30..42 => Path::Tap { from: random.uniform(2.0, 8.0) },
        42..54 => {
            let by = any_direction(random);
            // An arc rises across its way.
            if way.is_along(by) { Path::Straight { way, length } } else { Path::Arc { way, length, by } }
        }
        54..62 => Path::Zigzag { way, length },
        62..72 => Path::To(*random.pick(&ON_BODY)),
        _ => Path::Straight { way, length },
    }
}

fn times(most: usize, random: &mut Random) -> Times {
    let count = if random.chance(0.55) { 1 } else { 1 + random.below(most) as u8 };
    Times { least: count, most: count }
}

fn posture(shape: Handshape, random: &mut Random) -> Posture {
    let palm = any_direction(random);
    // A palm looks across the fingers' direction.
    let mut fingers = any_direction(random);
    for _ in 0..20 {
        if !palm.is_along(fingers) {
            break;
        }
        fingers = any_direction(random);
    }
    let fingers = if palm.is_along(fingers) { across(palm) } else { fingers };
    Posture { shape, palm, fingers }
}

fn across(palm: Direction) -> Direction {
    if palm.is_along(Direction::UP) { direction("forward") } else { Direction::UP }
}

fn any(shapes: &Handshapes, random: &mut Random) -> Handshape {
    *random.pick(&shapes.all())
}

fn any_direction(random: &mut Random) -> Direction {
    direction(random.pick::<&str>(&DIRECTIONS))
}

/// The words below are read by a test.
fn direction(words: &str) -> Direction {
    Direction::parse(words).unwrap_or(Direction::UP)
}

fn named(name: &str, shapes: &Handshapes) -> Handshape {
    shapes.read(name).unwrap_or_else(|_| shapes.all()[0])
}

const DIRECTIONS: [&str; 20] = [
    "up",
    "up",
    "down",
    "forward",
    "back",
    "back",
    "across",
    "aside",
    "forward-up",
    "forward-down",
    "back-up",
    "back-down",
    "across-up",
    "across-down",
    "aside-up",
    "aside-down",
    "across-forward",
    "across-back",
    "aside-forward",
    "aside-back",
];
const ON_HAND: [Place; 7] = [
    Place::OtherPalm,
    Place::OtherBack,
    Place::OtherFingertips,
    Place::OtherIndexTip,
    Place::OtherIndexSide,
    Place::OtherWrist,
    Place::OtherForearm,
];
const ON_BODY: [Place; 22] = [
    Place::Forehead,
    Place::Temple,
    Place::Eye,
    Place::Nose,
    Place::Ear,
    Place::Cheek,
    Place::Mouth,
    Place::Chin,
    Place::Neck,
    Place::Shoulder,
    Place::FarShoulder,
    Place::FarArm,
    Place::Chest,
    Place::NearChest,
    Place::FarChest,
    Place::Belly,
    Place::FaceSpace,
    Place::HighSpace,
    Place::SideSpace,
    Place::MiddleSpace,
    Place::MiddleSpace,
    Place::LowSpace,
];
const LOW: [Place; 6] =
    [Place::LowSpace, Place::Belly, Place::Waist, Place::MiddleSpace, Place::NearChest, Place::LowSpace];
const LOOSE: [&str; 6] = ["relaxed", "relaxed", "curved", "flat", "s", "claw"];
/// Handshape, palm, fingers of each.
const LETTERS: [(&str, &str, &str); 35] = [
    ("a", "forward", "up"),
    ("b", "forward", "up"),
    ("c", "across", "up"),
    ("d", "forward", "up"),
    ("e", "forward", "up"),
    ("f", "forward", "up"),
    ("g", "back", "across"),
    ("u", "back", "across"),
    ("i", "forward", "up"),
    ("k", "forward", "up"),
    ("l", "forward", "up"),
    ("m", "forward", "up"),
    ("n", "forward", "up"),
    ("o", "forward", "up"),
    ("k", "down", "forward"),
    ("g", "down", "forward-down"),
    ("r", "forward", "up"),
    ("s", "forward", "up"),
    ("t", "forward", "up"),
    ("t", "forward", "up"),
    ("u", "forward", "up"),
    ("v", "forward", "up"),
    ("w", "forward", "up"),
    ("x", "forward", "up"),
    ("y", "forward", "up"),
    ("one", "forward", "up"),
    ("three", "forward", "up"),
    ("four", "forward", "up"),
    ("five", "forward", "up"),
    ("six", "forward", "up"),
    ("seven", "forward", "up"),
    ("eight", "forward", "up"),
    ("v", "back", "up"),
    ("one", "back", "up"),
    ("thumb-up", "across", "forward"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::handshapes;

    #[test]
    fn what_is_invented_is_made_of_words_that_exist() {
        assert!(DIRECTIONS.iter().all(|words| Direction::parse(words).is_ok()));
        for (name, palm, fingers) in LETTERS {
            assert!(handshapes().unwrap().read(name).is_ok(), "{name}");
            assert!(!direction(palm).is_along(direction(fingers)), "{name}");
        }
        assert!(LOOSE.iter().all(|name| handshapes().unwrap().read(name).is_ok()));
    }

    #[test]
    fn palms_look_across_their_fingers() {
        let (shapes, mut random) = (handshapes().unwrap(), Random::new(1));
        for _ in 0..500 {
            for variant in [sign(shapes, &mut random), idle(shapes, &mut random)] {
                assert!(!variant.start.palm.is_along(variant.start.fingers));
            }
        }
    }
}
