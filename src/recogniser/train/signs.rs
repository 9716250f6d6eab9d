//! Performs written signs: from a description to landmarks, by as many people as are wanted.
//!
//! `act` puts a description into somebody's hands (`people`): joint angles by `shapes`, where the
//! hand is by `places`, `parts`, `course`, when by `rhythm`, what else moves by `inner`.
//! `sight` looks at that through a camera with a tracker that errs, loses hands, confuses them. The
//! result is a [`Take`] in the layout of recorded landmarks. All of it is pure: a seed makes the same
//! take in every run. [`likeness`] compares signs by such takes; [`trial`] holds them against people.

mod act;
mod course;
mod features;
mod inner;
mod invented;
pub mod likeness;
mod parts;
mod people;
mod places;
pub(in crate::recogniser::train) mod recordings;
mod rhythm;
mod sight;
mod stream;
mod take;
#[cfg(test)]
mod tests;
pub mod trial;

pub use act::Act;
pub use people::Person;
pub use stream::{Mix, Signed, Stream};
pub use take::{Frame, Take};

use self::sight::Sight;
use super::{landmark_error::LandmarkError, random::Random};
use crate::notation::{Handshapes, Sign, Variant};

/// Performs signs whose handshapes are in one table.
pub struct Generator<'a> {
    shapes: &'a Handshapes,
    error: LandmarkError,
}

impl<'a> Generator<'a> {
    pub fn new(shapes: &'a Handshapes) -> Self {
        Self { shapes, error: LandmarkError::measured() }
    }

    /// Somebody makes a sign, somewhere, before some camera.
    pub fn take(&self, sign: &Sign, seed: u64) -> Take {
        let mut random = Random::new(seed);
        let person = Person::draw(&mut random);
        // Who records takes in a row goes on signing.
        let rounds = if random.chance(0.6) { 6 } else { 1 };
        let act = Act::new(sign, self.shapes, &person, rounds, &mut random);
        Sight::draw(&act, &mut random).take(&act, &self.error, &mut random)
    }

    /// Somebody goes on signing for some seconds before some camera: what was signed, what is seen of it.
    pub fn stream(&self, signs: &[Sign], mix: Mix, seconds: f32, seed: u64) -> (Stream, Take) {
        let mut random = Random::new(seed);
        let stream = Stream::new(signs, self.shapes, mix, seconds, &mut random);
        let take = stream.seen(seconds, &self.error, &mut random);
        (stream, take)
    }

    /// Somebody right-handed makes a sign once, in so many frames, and nothing disturbs the view.
    pub fn clear_take(&self, variant: &Variant, frames: usize, seed: u64) -> Take {
        let mut random = Random::new(seed);
        let person = Person { left_handed: false, ..Person::draw(&mut random) };
        let act = Act::of(variant, self.shapes, &person, 1, &mut random);
        Sight::plain(&act, frames).take(&act, &self.error, &mut random)
    }

    /// A person makes a sign in one of its ways, from rest to rest.
    pub fn act(&self, variant: &Variant, person: &Person, seed: u64) -> Act {
        Act::of(variant, self.shapes, person, 1, &mut Random::new(seed))
    }
}
