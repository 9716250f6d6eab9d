//! What stands behind the colon of a line.

use super::{
    direction::Direction,
    error::Problem,
    handshapes::Handshapes,
    sign::{Distance, Location, Path, Posture, Seen, Times},
    vocabulary::{Beside, Part, Place, Plane, Track, Word},
};

/// `flat, palm back, fingers up`.
pub(super) fn posture(text: &str, shapes: &Handshapes) -> Result<Posture, Problem> {
    let [shape, palm, fingers] = parts(text, "a handshape, \"palm\" with a direction, \"fingers\" with a direction")?;
    let posture = Posture {
        shape: shapes.read(shape)?,
        palm: Direction::parse(after("palm", palm)?)?,
        fingers: Direction::parse(after("fingers", fingers)?)?,
    };
    if posture.palm.is_along(posture.fingers) {
        return Err(Problem::expected("a palm that looks across the fingers' direction", text));
    }
    Ok(posture)
}

/// `chin, touching, with fingertips`.
pub(super) fn location(text: &str) -> Result<Location, Problem> {
    let [place, distance, part] = parts(text, "a place, a distance, \"with\" and a part of the hand")?;
    let distance = match distance {
        "touching" => Distance::Touching,
        "near" => Distance::Near,
        other => match other.split(' ').collect::<Vec<_>>()[..] {
            [number, "cm"] => Distance::Centimetres(centimetres(number)?),
            _ => return Err(Problem::expected("a distance: touching, near, or such as 10 cm", other)),
        },
    };
    Ok(Location { place: Place::read(place)?, distance, part: Part::read(after("with", part)?)? })
}

/// `arc forward 20 cm by up, once`.
pub(super) fn movement(text: &str) -> Result<(Path, Times), Problem> {
    let [path, times] = parts(text, "a movement and how often")?;
    let mut words = path.split(' ');
    let track = Track::read(words.next().unwrap_or_default())?;
    let words: Vec<&str> = words.collect();
    let path = match (track, &words[..]) {
        (Track::Arc, &[way, length, "cm", "by", by]) => {
            let (way, length, by) = (Direction::parse(way)?, centimetres(length)?, Direction::parse(by)?);
            if way.is_along(by) {
                return Err(Problem::expected("an arc that rises across its way", path));
            }
            Path::Arc { way, length, by }
        }
        (Track::Circle, &[plane, radius, "cm"]) => {
            Path::Circle { plane: Plane::read(plane)?, radius: centimetres(radius)? }
        }
        (Track::Straight, &[way, length, "cm"]) => {
            Path::Straight { way: Direction::parse(way)?, length: centimetres(length)? }
        }
        (Track::Still, []) => Path::Still,
        (Track::Tap, &[from, "cm"]) => Path::Tap { from: centimetres(from)? },
        (Track::To, &[place]) => Path::To(Place::read(place)?),
        (Track::Zigzag, &[way, length, "cm"]) => {
            Path::Zigzag { way: Direction::parse(way)?, length: centimetres(length)? }
        }
        _ => return Err(Problem::expected(form(track), path)),
    };
    Ok((path, self::times(times)?))
}

/// `nod, 2 to 3 times`.
pub(super) fn beside(text: &str) -> Result<(Beside, Times), Problem> {
    let [beside, times] = parts(text, "an inner movement and how often")?;
    Ok((Beside::read(beside)?, self::times(times)?))
}

/// `described only`, or `in real takes with recall 0.85`.
pub(super) fn seen(text: &str) -> Result<Seen, Problem> {
    if text == "described only" {
        return Ok(Seen::DescribedOnly);
    }
    let recall = text.strip_prefix("in real takes with recall ").and_then(|number| number.parse().ok());
    match recall.filter(|recall| (0.0..=1.0).contains(recall)) {
        Some(recall) => Ok(Seen::InTakes { recall }),
        None => Err(Problem::expected("\"described only\", or such as \"in real takes with recall 0.85\"", text)),
    }
}

/// A number above 0.
pub(super) fn weight(text: &str) -> Result<f32, Problem> {
    number(text, 0.01, 1.0).ok_or_else(|| Problem::expected("how common it is, from 0.01 to 1", text))
}

/// Words of a spoken language: `thank you, thanks`.
pub(super) fn labels(text: &str) -> Result<Vec<String>, Problem> {
    text.split(',').map(|label| sentence(label.trim())).collect()
}

/// Something that people read.
pub(super) fn sentence(text: &str) -> Result<String, Problem> {
    if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
        return Err(Problem::expected(format!("1 to {LONGEST} bytes of visible text"), text));
    }
    Ok(text.to_owned())
}

fn times(text: &str) -> Result<Times, Problem> {
    let count = |word: &str| word.parse().ok().filter(|count| (1..=MOST_TIMES).contains(count));
    let (least, most) = match text.split(' ').collect::<Vec<_>>()[..] {
        ["once"] => (Some(1), Some(1)),
        ["twice"] => (Some(2), Some(2)),
        [number, "times"] => (count(number), count(number)),
        [least, "to", most, "times"] => (count(least), count(most)),
        _ => (None, None),
    };
    match (least, most) {
        (Some(least), Some(most)) if least <= most => Ok(Times { least, most }),
        _ => Err(Problem::expected("how often: once, twice, 3 times, 2 to 4 times (at most 9)", text)),
    }
}

fn centimetres(word: &str) -> Result<f32, Problem> {
    number(word, 0.5, 60.0).ok_or_else(|| Problem::expected("a number of centimetres from 0.5 to 60", word))
}

fn number(word: &str, least: f32, most: f32) -> Option<f32> {
    word.parse().ok().filter(|number| (least..=most).contains(number))
}

fn parts<'a, const N: usize>(text: &'a str, what: &str) -> Result<[&'a str; N], Problem> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts.try_into().map_err(|_| Problem::expected(format!("{what}, parted by commas"), text))
}

fn after<'a>(word: &str, text: &'a str) -> Result<&'a str, Problem> {
    let rest = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
    rest.ok_or_else(|| Problem::expected(format!("\"{word} ...\""), text))
}

/// How a movement is written.
fn form(track: Track) -> &'static str {
    match track {
        Track::Arc => "\"arc DIRECTION NUMBER cm by DIRECTION\"",
        Track::Circle => "\"circle PLANE NUMBER cm\"",
        Track::Straight => "\"straight DIRECTION NUMBER cm\"",
        Track::Still => "\"still\"",
        Track::Tap => "\"tap NUMBER cm\"",
        Track::To => "\"to PLACE\"",
        Track::Zigzag => "\"zigzag DIRECTION NUMBER cm\"",
    }
}

const LONGEST: usize = 200;
const MOST_TIMES: u8 = 9;
