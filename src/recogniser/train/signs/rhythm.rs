//! When a sign's movement is where: strokes with ways back, turns, pauses, between rest to rest.

use super::super::random::Random;

/// What has to be fitted into time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) kind: Kind,
    /// Strokes or turns; 1 for a pause.
    pub(super) times: u8,
    /// How often something moves beside the path.
    pub(super) inner: u8,
    /// Of the path, in centimetres.
    pub(super) length: f32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Strokes,
    Turns,
    Pause,
}

/// Where everything is at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Beat {
    /// 0 at rest, 1 while signing.
    pub(super) raised: f32,
    /// Of the path; whole turns are counted on.
    pub(super) share: f32,
    /// From the first posture to the last.
    pub(super) change: f32,
    /// Movements beside the path, counted on.
    pub(super) inner: f32,
}

/// A sign over time, in seconds.
#[derive(Clone, Debug)]
pub(super) struct Rhythm {
    keys: Vec<Key>,
    /// Beginnings of each time that the sign is made, with their ends.
    pub(super) rounds: Vec<(f32, f32)>,
}

#[derive(Clone, Copy, Debug)]
struct Key {
    at: f32,
    beat: Beat,
    /// Reached at an even speed, not from rest to rest.
    even: bool,
}

impl Rhythm {
    /// Makes a sign some times over; `speed` 1 is unhurried, `variety` 0 is a textbook.
    pub(super) fn new(work: &Work, rounds: usize, speed: f32, variety: f32, random: &mut Random) -> Self {
        let mut rhythm = Self { keys: vec![Key { at: 0.0, beat: Beat::default(), even: false }], rounds: Vec::new() };
        // Some wait before, some keep the last posture for a while.
        let mut waits = Vec::new();
        for _ in 0..2 * rounds.max(1) {
            waits.push(if random.chance(0.35 * variety) { random.uniform(0.1, 1.3) } else { 0.0 });
        }
        let mut lasts = |seconds: f32| seconds / speed * random.factor(0.25 * variety);
        let mut beat = Beat::default();
        rhythm.go(lasts(0.15), beat);
        beat.raised = 1.0;
        rhythm.go(lasts(0.5), beat);
        for round in 0..rounds.max(1) {
            if round > 0 {
                // Back to where the sign begins.
                beat = Beat { share: beat.share.floor() * work.turning(), change: 0.0, ..beat };
                rhythm.go(lasts(0.35), beat);
            }
            let start = rhythm.length();
            rhythm.go(lasts(0.08) + 0.5 * waits[2 * round], beat);
            rhythm.work(work, &mut beat, &mut lasts);
            rhythm.rounds.push((start, rhythm.length()));
            rhythm.go(lasts(0.15) + waits[2 * round + 1], beat);
        }
        beat.raised = 0.0;
        rhythm.go(lasts(0.5), beat);
        rhythm.go(lasts(0.15), beat);
        rhythm
    }

    fn work(&mut self, work: &Work, beat: &mut Beat, lasts: &mut impl FnMut(f32) -> f32) {
        let times = work.times.max(1);
        let stroke = 0.2 + work.length / 65.0;
        let inner = f32::from(work.inner);
        let done = beat.inner;
        match work.kind {
            Kind::Strokes => {
                for time in 1..=times {
                    beat.inner = done + inner * f32::from(time) / f32::from(times);
                    (beat.share, beat.change) = (1.0, 1.0);
                    self.go(lasts(stroke.max(0.35 * inner / f32::from(times))), *beat);
                    if time < times {
                        (beat.share, beat.change) = (0.0, 0.0);
                        self.go(lasts(0.9 * stroke), *beat);
                    }
                }
            }
            Kind::Turns => {
                beat.share = beat.share.round() + f32::from(times);
                beat.change = 1.0;
                beat.inner += inner;
                let turn = 0.35 + work.length / 75.0;
                self.go(lasts(turn * f32::from(times)), *beat);
                self.even();
            }
            Kind::Pause => {
                beat.inner += inner;
                self.go(lasts(if work.inner > 0 { 0.38 * inner } else { 0.7 }), *beat);
                self.even();
            }
        }
    }

    /// In seconds.
    pub(super) fn length(&self) -> f32 {
        self.keys.last().map_or(0.0, |key| key.at)
    }

    pub(super) fn at(&self, time: f32) -> Beat {
        let after = self.keys.partition_point(|key| key.at < time).min(self.keys.len() - 1);
        let (from, to) = (&self.keys[after.saturating_sub(1)], &self.keys[after]);
        let linear = ((time - from.at) / (to.at - from.at).max(1e-4)).clamp(0.0, 1.0);
        let eased = if to.even { linear } else { linear * linear * (3.0 - 2.0 * linear) };
        let mix = |from: f32, to: f32, share: f32| from + (to - from) * share;
        Beat {
            raised: mix(from.beat.raised, to.beat.raised, eased),
            share: mix(from.beat.share, to.beat.share, eased),
            change: mix(from.beat.change, to.beat.change, eased),
            inner: mix(from.beat.inner, to.beat.inner, linear),
        }
    }

    fn go(&mut self, seconds: f32, beat: Beat) {
        self.keys.push(Key { at: self.length() + seconds, beat, even: false });
    }

    fn even(&mut self) {
        if let Some(key) = self.keys.last_mut() {
            key.even = true;
        }
    }
}

impl Work {
    /// 1 where the share counts turns on, 0 where it begins anew.
    fn turning(&self) -> f32 {
        if self.kind == Kind::Turns { 1.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm(kind: Kind, times: u8, rounds: usize) -> Rhythm {
        let work = Work { kind, times, inner: 2, length: 10.0 };
        Rhythm::new(&work, rounds, 1.0, 0.0, &mut Random::new(1))
    }

    fn shares(rhythm: &Rhythm) -> Vec<f32> {
        (0..=300).map(|step| rhythm.at(rhythm.length() * step as f32 / 300.0).share).collect()
    }

    #[test]
    fn a_sign_comes_from_rest_and_goes_back_to_rest() {
        let rhythm = rhythm(Kind::Strokes, 2, 1);
        assert_eq!(rhythm.at(0.0), Beat::default());
        assert_eq!(rhythm.at(rhythm.length()).raised, 0.0);
        let (start, end) = rhythm.rounds[0];
        assert!(rhythm.at(start).raised == 1.0 && rhythm.at(end).raised == 1.0);
    }

    #[test]
    fn as_many_strokes_are_made_as_are_written() {
        for times in 1..=4 {
            let shares = shares(&rhythm(Kind::Strokes, times, 1));
            let strokes = shares.windows(2).filter(|pair| pair[0] < 0.5 && pair[1] >= 0.5).count();
            assert_eq!(strokes, usize::from(times));
        }
    }

    #[test]
    fn turns_are_counted_on_when_a_sign_is_made_again() {
        let shares = shares(&rhythm(Kind::Turns, 2, 2));
        assert!(shares.windows(2).all(|pair| pair[1] >= pair[0] - 1e-4));
        assert!((shares.last().unwrap() - 4.0).abs() < 1e-3);
    }
}
