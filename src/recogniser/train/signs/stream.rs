//! Somebody who goes on signing: performances joined by the ways between them.

use super::{
    act::Act,
    invented,
    people::Person,
    sight::{Performer, Sight},
    take::Take,
};
use crate::{
    notation::{Handshapes, Sign, Variant},
    recogniser::train::{landmark_error::LandmarkError, random::Random},
    signer::{figure::Figure, geometry::Vec3},
};

/// One person over some seconds, with what they sign.
pub struct Stream {
    person: Person,
    /// In order of time; never empty.
    pieces: Vec<Piece>,
    signed: Vec<Signed>,
}

/// A performance of which a part is seen.
struct Piece {
    act: Act,
    /// In its own time.
    from: f32,
    to: f32,
    /// In the stream's time.
    start: f32,
}

/// A sign in a stream, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signed {
    /// Its place among the signs that were given.
    pub sign: usize,
    pub start: f32,
    pub end: f32,
}

/// What a stream is made of: how often each comes, in any unit.
#[derive(Clone, Copy, Debug)]
pub struct Mix {
    pub signs: f32,
    /// Signs that nobody described.
    pub invented: f32,
    /// Hands that do something else.
    pub idle: f32,
    pub spelled: f32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Sign,
    Invented,
    Idle,
    Spelled,
}

impl Stream {
    /// At least so many seconds.
    pub(super) fn new(signs: &[Sign], shapes: &Handshapes, mix: Mix, seconds: f32, random: &mut Random) -> Self {
        let mut stream = Self { person: Person::draw(random), pieces: Vec::new(), signed: Vec::new() };
        let kinds = [
            (mix.signs, Kind::Sign),
            (mix.invented, Kind::Invented),
            (mix.idle, Kind::Idle),
            (mix.spelled, Kind::Spelled),
        ];
        while stream.length() < seconds {
            match random.weighted(kinds.iter(), |(weight, _)| *weight).map_or(Kind::Idle, |(_, kind)| *kind) {
                Kind::Sign if !signs.is_empty() => {
                    let sign = random.below(signs.len());
                    let variants = &signs[sign].variants;
                    let drawn = random.weighted(variants.iter(), |variant| variant.weight).unwrap_or(&variants[0]);
                    stream.perform(drawn, shapes, Some(sign), random);
                }
                Kind::Sign | Kind::Invented => stream.perform(&invented::sign(shapes, random), shapes, None, random),
                Kind::Idle => stream.perform(&invented::idle(shapes, random), shapes, None, random),
                Kind::Spelled => stream.spell(shapes, random),
            }
        }
        stream
    }

    /// In seconds.
    pub fn length(&self) -> f32 {
        self.pieces.last().map_or(0.0, Piece::end)
    }

    /// In order of time.
    pub fn signed(&self) -> &[Signed] {
        &self.signed
    }

    /// What a tracker reports of it, from its beginning on.
    pub(super) fn seen(&self, seconds: f32, error: &LandmarkError, random: &mut Random) -> Take {
        let first = &self.pieces[0].act;
        let rate = Take::any_rate(random);
        Sight::draw(first, random).over(seconds, rate, random).take(self, error, random)
    }

    fn perform(&mut self, variant: &Variant, shapes: &Handshapes, sign: Option<usize>, random: &mut Random) {
        let rounds = if random.chance(0.12) { 1 + random.below(3) } else { 1 };
        let act = Act::of(variant, shapes, &self.person, rounds, random);
        let rounds = act.rounds().to_vec();
        let (Some(&(first, _)), Some(&(_, last))) = (rounds.first(), rounds.last()) else { return };
        // In the middle of signing a hand neither comes from rest nor goes back to it.
        let from = if random.chance(0.45) { 0.0 } else { first };
        let to = if random.chance(0.45) { act.length() } else { (last + random.uniform(0.0, 0.35)).min(act.length()) };
        let pause = if to == act.length() && random.chance(0.5) { random.uniform(0.2, 2.0) } else { 0.0 };
        let start = self.join(from, act, to, pause, random);
        let signed = sign.map(|sign| {
            rounds.into_iter().map(move |(begin, end)| Signed {
                sign,
                start: start + begin - from,
                end: start + end - from,
            })
        });
        self.signed.extend(signed.into_iter().flatten());
    }

    /// Some letters beside the shoulder, each held for a moment.
    fn spell(&mut self, shapes: &Handshapes, random: &mut Random) {
        let home = invented::letters_home(random);
        // Learners hold each letter for long.
        let longest = random.uniform(0.2, 1.4);
        for _ in 0..2 + random.below(5) {
            let act = Act::of(&invented::letter(&home, shapes, random), shapes, &self.person, 1, random);
            let (from, _) = act.first_round();
            let to = (from + random.uniform(0.12, longest)).min(act.length());
            self.join(from, act, to, 0.0, random);
        }
    }

    /// Puts a performance behind the others; gives when its part begins.
    fn join(&mut self, from: f32, act: Act, to: f32, pause: f32, random: &mut Random) -> f32 {
        let hurried = random.uniform(0.18, 0.5) / self.person.speed.clamp(0.6, 1.6);
        let way = self.pieces.last().map_or(0.0, |last| {
            let [there, here] = [last.figure(last.end(), [Vec3::ZERO; 2]), act.at(from)];
            let far = (0..2).map(|arm| (there.arms[arm].wrist - here.arms[arm].wrist).length()).fold(0.0, f32::max);
            hurried.max(far / FASTEST)
        });
        let start = self.length() + way;
        self.pieces.push(Piece { act, from, to: to + pause, start });
        start
    }
}

impl Piece {
    fn end(&self) -> f32 {
        self.start + self.to - self.from
    }

    fn figure(&self, time: f32, off: [Vec3; 2]) -> Figure {
        self.act.shaken((self.from + time - self.start).clamp(self.from, self.to), off)
    }
}

impl Performer for Stream {
    fn person(&self) -> &Person {
        &self.person
    }

    fn figure(&self, time: f32, off: [Vec3; 2]) -> Figure {
        let next = self.pieces.partition_point(|piece| piece.start <= time).max(1);
        let piece = &self.pieces[next - 1];
        match self.pieces.get(next) {
            Some(after) if time > piece.end() => {
                let share = (time - piece.end()) / (after.start - piece.end()).max(1e-3);
                let eased = share * share * (3.0 - 2.0 * share);
                piece.figure(time, off).towards(&after.figure(time, off), eased)
            }
            _ => piece.figure(time, off),
        }
    }
}

/// Of a hand on its way, in centimetres a second.
const FASTEST: f32 = 250.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::{dictionary, handshapes};

    fn stream(seed: u64) -> Stream {
        let mix = Mix { signs: 3.0, invented: 1.0, idle: 1.0, spelled: 1.0 };
        Stream::new(dictionary().unwrap(), handshapes().unwrap(), mix, 30.0, &mut Random::new(seed))
    }

    #[test]
    fn hands_go_from_sign_to_sign_without_a_jump() {
        for seed in 0..8 {
            let stream = stream(seed);
            let wrist = |time: f32| stream.figure(time, [Vec3::ZERO; 2]).arms[1].wrist;
            for time in stream.pieces[1..].iter().flat_map(|piece| [piece.start, piece.end()]) {
                let way = (wrist(time + 0.001) - wrist(time - 0.001)).length();
                assert!(way < 2.0, "{way} cm in 2 ms");
            }
        }
    }

    #[test]
    fn signs_come_one_after_the_other() {
        let stream = stream(3);
        assert!(stream.signed().len() > 3 && stream.length() >= 30.0);
        assert!(stream.signed().iter().all(|signed| signed.start < signed.end));
        assert!(stream.signed().windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
