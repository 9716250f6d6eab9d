//! How alike signs look, by the distance between performances.

use super::{Frame, Generator, Take};
use crate::notation::Sign;

/// A few people who make one sign in each of its ways.
pub struct Performances(Vec<Vec<Vec<Moment>>>);

/// What is compared of one frame.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// From the middle of the shoulders, in widths of the shoulders; left, right.
    wrists: [[f32; 2]; 2],
    /// Around the wrist, in units of the hand's size.
    hands: [Option<[[f32; 2]; 21]>; 2],
}

impl Performances {
    pub fn of(sign: &Sign, generator: &Generator<'_>, seed: u64) -> Self {
        let perform = |variant, person| {
            let take = generator.clear_take(variant, FRAMES, seed.wrapping_add(person));
            moments(&take)
        };
        Self(sign.variants.iter().map(|variant| (0..PEOPLE).map(|person| perform(variant, person)).collect()).collect())
    }

    /// The mean distance between people who make the sign in the same way.
    pub fn spread(&self) -> f32 {
        let pairs = self.0.iter().flat_map(|people| {
            people.iter().enumerate().flat_map(|(number, one)| people[..number].iter().map(move |other| (one, other)))
        });
        mean(pairs.map(|(one, other)| warped(one, other)))
    }

    /// To another sign, between those ways to make them that are most alike.
    pub fn distance(&self, other: &Self) -> f32 {
        let ways = self.0.iter().flat_map(|ours| other.0.iter().map(move |theirs| (ours, theirs)));
        let distances = ways
            .map(|(ours, theirs)| mean(ours.iter().flat_map(|one| theirs.iter().map(move |other| warped(one, other)))));
        distances.fold(f32::INFINITY, f32::min)
    }
}

fn moments(take: &Take) -> Vec<Moment> {
    take.frames.iter().filter_map(moment).collect()
}

fn moment(frame: &Frame) -> Option<Moment> {
    let ([x, y], width) = frame.shoulders()?;
    let width = width.max(1e-4);
    let placed = |[wrist_x, wrist_y]: [f32; 2]| [(wrist_x - x) / width, (wrist_y - y) / width];
    let wrists = [placed(frame.joint(5)?), placed(frame.joint(6)?)];
    let hands = [0, 1].map(|side| frame.outline(side).map(|outline| outline.normalised().0));
    Some(Moment { wrists, hands })
}

/// Between two moments: how far the hands are apart, how different their outlines.
fn apart(a: &Moment, b: &Moment) -> f32 {
    (0..2)
        .map(|side| {
            let [place, other] = [a.wrists[side], b.wrists[side]];
            let off = (place[0] - other[0]).hypot(place[1] - other[1]);
            // How a resting hand lies says nothing.
            let resting = place[1] > RESTING && other[1] > RESTING;
            let shape = match (a.hands[side], b.hands[side]) {
                (Some(one), Some(other)) if !resting => {
                    mean(one.iter().zip(&other).map(|(p, q)| (p[0] - q[0]).hypot(p[1] - q[1])))
                }
                _ => 0.0,
            };
            if resting { 0.0 } else { off + shape }
        })
        .sum()
}

/// Dynamic time warping (Sakoe and Chiba 1978), per step of the way.
fn warped(a: &[Moment], b: &[Moment]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return f32::INFINITY;
    }
    // One row of costs up to each moment of `b`; the first is before any.
    let mut row = vec![f32::INFINITY; b.len() + 1];
    row[0] = 0.0;
    for one in a {
        let mut diagonal = std::mem::replace(&mut row[0], f32::INFINITY);
        for (column, other) in b.iter().enumerate() {
            let cost = apart(one, other);
            let best = (diagonal + 2.0 * cost).min(row[column] + cost).min(row[column + 1] + cost);
            diagonal = std::mem::replace(&mut row[column + 1], best);
        }
    }
    row[b.len()] / (a.len() + b.len()) as f32
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f32 }
}

const PEOPLE: u64 = 4;
const FRAMES: usize = 16;
/// Widths of the shoulders below them.
const RESTING: f32 = 0.95;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::{dictionary, handshapes};

    fn performances(name: &str, seed: u64) -> Performances {
        let sign = dictionary().unwrap().iter().find(|sign| sign.name.as_str() == name).unwrap();
        Performances::of(sign, &Generator::new(handshapes().unwrap()), seed)
    }

    #[test]
    fn signs_that_differ_in_their_place_alone_are_nearer_than_signs_that_differ_in_all() {
        let mother = performances("mother", 1);
        let [father, help] = ["father", "help"].map(|name| mother.distance(&performances(name, 1)));
        assert!(father < 0.6 * help, "{father} to father, {help} to help");
        assert!(mother.spread() < help);
    }

    #[test]
    fn a_sign_is_nearest_to_itself_in_the_hands_of_others() {
        for name in ["thank-you", "yes", "name", "water"] {
            let ours = performances(name, 1);
            let own = ours.distance(&performances(name, 100));
            let help = ours.distance(&performances("help", 100));
            assert!(own < help, "{name}: {own} to itself, {help} to help");
        }
    }
}
