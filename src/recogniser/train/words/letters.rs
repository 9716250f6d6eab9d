//! Recorded letters in a row, as somebody spells them: none of it is a word.

use std::{collections::BTreeMap, path::Path};

use super::super::{
    TrainError,
    camera::turned,
    corpus::{Corpus, Spelled},
    landmark_error::{LandmarkError, displace},
    random::Random,
    signs::{Frame, Take},
};
use crate::recogniser::features::Outline;

/// Hands that show letters or digits, by who shows them.
pub(super) struct Letters {
    sources: Vec<Shown>,
    error: LandmarkError,
}

/// What one source shows: some right hands of each letter, around the wrist, in hand sizes.
type Shown = Vec<Vec<Outline>>;

/// How somebody spells, where they are seen.
struct Speller {
    /// Of the wrist, around the picture's middle, in its widths.
    home: [f32; 2],
    /// Of the hand, in widths of the picture.
    size: f32,
    /// Of a width, as a factor: not all sources tell the shape of their pictures.
    stretch: f32,
    pose: Option<[[f32; 4]; 9]>,
    /// How long a letter is held at the mean, in seconds.
    holds: f32,
    /// How long a way takes; without one, a letter follows at once, as in a recording that was cut.
    ways: Option<f32>,
}

/// A letter as it is held: its shape drifts a little.
struct Held {
    shapes: [Outline; 2],
    wrist: [f32; 2],
}

impl Letters {
    /// Of all who are neither kept for the last measurement nor left out.
    pub(super) fn read(data: &Path, left_out: &[String]) -> Result<Self, TrainError> {
        let mut sources = Corpus::letters(data)?;
        sources.retain(|it| it.source.split != "test" && !left_out.iter().any(|name| name == it.name()));
        let sources = sources.iter().map(shown).filter(|shown| shown.len() > 1).collect();
        Ok(Self { sources, error: LandmarkError::measured() })
    }

    /// Somebody who spells for so many seconds; none where nobody's letters are known.
    pub(super) fn spelled(&self, seconds: f32, random: &mut Random) -> Option<Take> {
        if self.sources.is_empty() {
            return None;
        }
        let shown = random.pick(&self.sources);
        let speller = Speller::draw(random);
        let rate = Take::any_rate(random);
        let mut frames: Vec<Frame> = Vec::new();
        let mut before: Option<Held> = None;
        while (frames.len() as f32) < seconds * rate {
            let held = speller.hold(random.pick::<Vec<Outline>>(shown), random);
            if let Some((before, way)) = before.as_ref().zip(speller.ways) {
                let count = (way * random.uniform(0.6, 1.4) * rate) as usize;
                for step in 0..count {
                    let share = (step + 1) as f32 / (count + 1) as f32;
                    let shape = between(&before.shapes[1], &held.shapes[0], share);
                    frames.push(self.frame(&speller, shape, mixed(before.wrist, held.wrist, share), random));
                }
            }
            let count = (speller.holds * random.uniform(0.6, 1.4) * rate).max(1.0) as usize;
            for step in 0..count {
                let shape = between(&held.shapes[0], &held.shapes[1], step as f32 / count as f32);
                frames.push(self.frame(&speller, shape, held.wrist, random));
            }
            before = Some(held);
        }
        Some(Take { rate, frames })
    }

    fn frame(&self, speller: &Speller, mut shape: Outline, wrist: [f32; 2], random: &mut Random) -> Frame {
        displace(&mut shape, &self.error.draw(0.25, random));
        let place = |[x, y]: [f32; 2]| {
            let x = wrist[0] + x * speller.size * speller.stretch;
            [0.5 + x, 0.5 + (wrist[1] + y * speller.size) / ASPECT, 0.0]
        };
        let hand = (!random.chance(LOST)).then(|| shape.0.map(place));
        Frame { pose: speller.pose, hands: [None, hand], aspect: ASPECT }
    }
}

impl Speller {
    fn draw(random: &mut Random) -> Self {
        let size = random.uniform(0.05, 0.24);
        let home = [random.uniform(-0.3, 0.3), random.uniform(-0.1, 0.25)];
        Self {
            home,
            size,
            stretch: random.uniform(0.8, 1.2),
            pose: random.chance(0.55).then(|| pose(home, size, random)),
            holds: random.uniform(0.15, 1.6),
            ways: random.chance(0.6).then(|| random.uniform(0.05, 0.4)),
        }
    }

    fn hold(&self, letter: &[Outline], random: &mut Random) -> Held {
        let turn = random.normal(0.08);
        let shapes = [(); 2].map(|()| turned(random.pick(letter), turn, 1.0));
        // A cut joins what was recorded at two times.
        let strays = self.size * if self.ways.is_none() { 0.4 } else { 0.12 };
        Held { shapes, wrist: self.home.map(|place| place + random.normal(strays)) }
    }
}

fn shown(source: &Spelled) -> Shown {
    let mut letters = BTreeMap::<char, Vec<Outline>>::new();
    for still in source.stills.iter().filter(|still| !still.held_out()) {
        letters.entry(still.meaning).or_default().push(still.outline.normalised());
    }
    letters.into_values().collect()
}

/// A body that a right hand beside its shoulder belongs to.
fn pose(home: [f32; 2], size: f32, random: &mut Random) -> [[f32; 4]; 9] {
    let width = size * random.uniform(2.8, 4.6);
    let middle = [home[0] + width * random.uniform(0.3, 1.1), home[1] + width * random.uniform(-0.5, 0.4)];
    let lean = width * random.normal(0.04);
    let points = [
        [middle[0] + lean, middle[1] - width * random.uniform(0.5, 0.85)],
        [middle[0] + width / 2.0, middle[1] + lean],
        [middle[0] - width / 2.0, middle[1] - lean],
    ];
    let mut pose = [[0.0; 4]; 9];
    for (point, [x, y]) in pose.iter_mut().zip(points) {
        *point = [0.5 + x, 0.5 + y / ASPECT, 0.0, 1.0];
    }
    pose
}

fn between(a: &Outline, b: &Outline, share: f32) -> Outline {
    Outline(std::array::from_fn(|point| mixed(a.0[point], b.0[point], share)))
}

fn mixed(a: [f32; 2], b: [f32; 2], share: f32) -> [f32; 2] {
    std::array::from_fn(|axis| a[axis] + (b[axis] - a[axis]) * share)
}

/// Of the picture, height over width.
const ASPECT: f32 = 0.75;
/// How often a tracker loses a hand for a frame.
const LOST: f32 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Letters {
        let hand = |bent: f32| Outline(std::array::from_fn(|k| [bent * 0.02 * k as f32, -0.1 * k as f32]));
        let shown = vec![vec![hand(1.0), hand(1.2)], vec![hand(-3.0)]];
        Letters { sources: vec![shown], error: LandmarkError::measured() }
    }

    #[test]
    fn letters_follow_each_other_for_as_long_as_is_asked() {
        let letters = letters();
        let mut random = Random::new(1);
        let (mut cuts, mut bodies) = (0, 0);
        for _ in 0..40 {
            let take = letters.spelled(5.0, &mut random).unwrap();
            assert!(take.frames.len() as f32 >= 5.0 * take.rate);
            let seen: Vec<_> = take.frames.iter().filter_map(|frame| frame.hands[1]).collect();
            assert!(seen.len() * 10 > take.frames.len() * 9);
            assert!(seen.iter().flatten().flatten().all(|value| value.is_finite()));
            cuts += usize::from(seen.windows(2).any(|pair| (pair[0][20][0] - pair[1][20][0]).abs() > 0.2));
            bodies += usize::from(take.frames[0].pose.is_some());
        }
        assert!((5..40).contains(&cuts) && (10..35).contains(&bodies), "{cuts} with cuts, {bodies} with bodies");
    }

    #[test]
    fn where_nobodys_letters_are_known_nobody_spells() {
        let nobody = Letters { sources: Vec::new(), error: LandmarkError::measured() };
        assert!(nobody.spelled(1.0, &mut Random::new(1)).is_none());
    }
}
