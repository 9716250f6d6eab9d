//! What the network learns from: some seconds step by step, with what should be read at each.

use std::time::Duration;

use super::super::{
    landmark_error::LandmarkError,
    random::Random,
    signs::{
        Generator, Mix, Signed, Take,
        recordings::{Recordings, varied},
    },
};
use super::letters::Letters;
use crate::{
    notation::Sign,
    recogniser::words::{
        Sighting,
        features::{FEATURES, View},
        steps::{RATE, Steps},
    },
};

/// Some seconds, in [`LENGTH`] steps.
pub(super) struct Lesson {
    pub(super) features: Vec<[f32; FEATURES]>,
    /// The score that should be highest at each step, with how much that matters.
    pub(super) targets: Vec<(usize, f32)>,
    /// Steps in some of which the target should be read, wherever; none where each step is told.
    pub(super) somewhere: Option<std::ops::Range<usize>>,
}

/// Where lessons are drawn from.
pub(super) struct Lessons<'a> {
    signs: &'a [Sign],
    generator: Generator<'a>,
    error: LandmarkError,
    /// Recorded takes by sign.
    recorded: Vec<Vec<&'a Take>>,
    /// The signs that were recorded.
    known: Vec<usize>,
    /// Takes of what is not in the dictionary.
    others: Vec<&'a Take>,
    letters: Option<&'a Letters>,
    described: f32,
}

impl<'a> Lessons<'a> {
    pub(super) fn new(
        signs: &'a [Sign],
        generator: Generator<'a>,
        recordings: &'a [Recordings],
        letters: Option<&'a Letters>,
        described: f32,
    ) -> Self {
        let mut recorded = vec![Vec::new(); signs.len()];
        for (sign, take) in recordings.iter().flat_map(|it| &it.takes) {
            recorded[*sign].push(take);
        }
        let known: Vec<usize> = (0..signs.len()).filter(|&sign| !recorded[sign].is_empty()).collect();
        let others = recordings.iter().flat_map(|it| &it.others).collect();
        Self { signs, generator, error: LandmarkError::measured(), recorded, known, others, letters, described }
    }

    pub(super) fn draw(&self, random: &mut Random) -> Lesson {
        if random.chance(SPELLED)
            && let Some(take) = self.letters.and_then(|letters| letters.spelled(SECONDS, random))
        {
            return Lesson::of_nothing(&turned(take, random));
        }
        if self.known.is_empty() || random.chance(self.described) {
            return self.performed(random);
        }
        if !self.others.is_empty() && random.chance(0.2) {
            let take = varied(random.pick::<&Take>(&self.others), &self.error, random);
            return Lesson::of_nothing(&turned(take, random));
        }
        let sign = *random.pick(&self.known);
        let take = varied(random.pick::<&Take>(&self.recorded[sign]), &self.error, random);
        Lesson::of_take(&turned(take, random), sign + 1)
    }

    fn performed(&self, random: &mut Random) -> Lesson {
        let seed = random.below(usize::MAX) as u64;
        let (stream, take) = self.generator.stream(self.signs, MIX, SECONDS, seed);
        let (features, times) = seen(&take);
        let hands: Vec<bool> = features.iter().map(is_seen).collect();
        let mut targets: Vec<(usize, f32)> = times.iter().map(|_| (0, NOTHING)).collect();
        for signed in stream.signed() {
            let during = |&(_, &time): &(usize, &f32)| (signed.start..=signed.end).contains(&time);
            let steps: Vec<usize> = times.iter().enumerate().filter(during).map(|(step, _)| step).collect();
            let shown = steps.iter().filter(|&&step| hands[step]).count();
            // Who could say what was signed outside the picture?
            let visible = 2 * shown >= steps.len();
            for (target, &time) in targets.iter_mut().zip(&times) {
                let weight = weight(signed, time).map(|weight| if visible { weight } else { 0.0 });
                if let Some(weight) = weight {
                    *target = (signed.sign + 1, weight);
                }
            }
        }
        Lesson { features, targets, somewhere: None }.padded()
    }
}

/// How much a step at a time matters to a sign: none where it says nothing about it, 0 where it may be read or not.
fn weight(signed: &Signed, time: f32) -> Option<f32> {
    let length = signed.end - signed.start;
    let share = (time - signed.start) / length.max(1e-3);
    let after = time - signed.end;
    match (share, after) {
        _ if share < 0.15 => None,
        _ if share < 0.6 => Some(0.0),
        _ if after <= 0.0 => Some(0.6),
        _ if after < HOLDS => Some(1.0),
        _ if after < FADES => Some(0.0),
        _ => None,
    }
}

/// Some are shown in a mirror.
fn turned(take: Take, random: &mut Random) -> Take {
    if random.chance(0.4) { take.mirrored() } else { take }
}

/// What the network sees at each step, with the step's time.
pub(super) fn seen(take: &Take) -> (Vec<[f32; FEATURES]>, Vec<f32>) {
    let mut view = View::default();
    stepped(take).map(|(at, sighting)| (view.push(&sighting), at)).unzip()
}

/// What is seen at each step, with its time in seconds.
pub(super) fn stepped(take: &Take) -> impl Iterator<Item = (f32, Sighting)> {
    let mut steps = Steps::default();
    take.frames.iter().enumerate().flat_map(move |(number, frame)| {
        let at = number as f32 / take.rate;
        let due = steps.due(Duration::from_secs_f32(at));
        (0..due).map(move |_| (at, frame.sighting()))
    })
}

fn is_seen(features: &[f32; FEATURES]) -> bool {
    // The first number of each hand.
    features[0] > 0.0 || features[crate::recogniser::words::features::HAND] > 0.0
}

impl Lesson {
    /// Nowhere in it is anything to be read.
    fn of_nothing(take: &Take) -> Self {
        let (features, _) = seen(take);
        let targets = features.iter().map(|_| (0, NOTHING)).collect();
        Self { features, targets, somewhere: None }.padded()
    }

    /// Somewhere in it the target is to be read, the later the likelier.
    fn of_take(take: &Take, target: usize) -> Self {
        let (features, _) = seen(take);
        let length = features.len().min(LENGTH);
        let targets = features.iter().map(|_| (target, 0.0)).collect();
        Self { features, targets, somewhere: Some(length / 3..length) }.padded()
    }

    fn padded(mut self) -> Self {
        self.features.resize(LENGTH, [0.0; FEATURES]);
        self.targets.resize(LENGTH, (0, 0.0));
        self
    }
}

/// Steps of a lesson.
pub(super) const LENGTH: usize = 64;
const SECONDS: f32 = LENGTH as f32 / RATE;
/// How often recorded letters follow each other, where they are known.
const SPELLED: f32 = 0.12;
/// How much a step matters in which nothing is signed: there are many.
const NOTHING: f32 = 0.25;
/// In seconds after a sign: so long it is to be read, so long it may be.
const HOLDS: f32 = 0.3;
const FADES: f32 = 0.8;
const MIX: Mix = Mix { signs: 6.0, invented: 1.0, idle: 1.3, spelled: 1.2 };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::{dictionary, handshapes};

    #[test]
    fn a_performed_lesson_tells_signs_and_nothing() {
        let signs = dictionary().unwrap();
        let lessons = Lessons::new(signs, Generator::new(handshapes().unwrap()), &[], None, 1.0);
        let mut random = Random::new(1);
        let drawn: Vec<Lesson> = (0..20).map(|_| lessons.draw(&mut random)).collect();
        for lesson in &drawn {
            assert_eq!((lesson.features.len(), lesson.targets.len()), (LENGTH, LENGTH));
            assert!(lesson.features.iter().flatten().all(|value| value.is_finite()));
        }
        let told = |signs: bool| {
            let matters = drawn.iter().flat_map(|lesson| &lesson.targets).filter(|(_, weight)| *weight > 0.0);
            matters.filter(|(target, _)| (*target > 0) == signs).count()
        };
        assert!(told(true) > 100 && told(false) > 100, "{} signs, {} nothing", told(true), told(false));
    }

    #[test]
    fn a_sign_is_read_at_its_end_and_for_a_moment_after() {
        let signed = Signed { sign: 0, start: 1.0, end: 2.0 };
        let weights = [1.05, 1.4, 1.9, 2.2, 2.6, 3.0].map(|time| weight(&signed, time));
        assert_eq!(weights, [None, Some(0.0), Some(0.6), Some(1.0), Some(0.0), None]);
    }
}
