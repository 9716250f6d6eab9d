//! Follows the body of one person from picture to picture.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use super::{networks::BodyNetworks, schedule::Schedule};
use crate::{
    recogniser::{
        Body,
        landmark::{
            BodyTiming, LandmarkError,
            engine::Scratch,
            picture::check,
            vision::{BodyReading, Edge, Region, body, crop, person},
        },
    },
    video::Picture,
};

/// Follows the body of one person.
///
/// The landmark network runs on every n-th picture, at the place where it last had the body, and its
/// result is held in between: shoulders move slowly, and where hands are the hand tracker knows
/// better. The person detector runs only while no body is tracked.
#[derive(Debug)]
pub struct BodyTracker {
    networks: Arc<BodyNetworks>,
    every: NonZeroU32,
    scratch: Scratches,
    track: Option<Track>,
    schedule: Schedule,
    timing: BodyTiming,
}

/// A body that is followed.
#[derive(Clone, Debug)]
struct Track {
    body: Body,
    /// Where it will be when the network looks next.
    region: Region,
    /// Width and height of the pictures in which these places are.
    size: [usize; 2],
    /// Pictures since the network looked.
    held: u32,
}

#[derive(Debug, Default)]
struct Scratches {
    person: Scratch,
    body: Scratch,
}

impl BodyTracker {
    /// The landmark network runs on every third picture.
    pub fn new(networks: Arc<BodyNetworks>) -> Self {
        Self::with_stride(networks, THIRD)
    }

    /// The landmark network runs on one of every so many pictures.
    pub fn with_stride(networks: Arc<BodyNetworks>, every: NonZeroU32) -> Self {
        Self {
            networks,
            every,
            scratch: Scratches::default(),
            track: None,
            schedule: Schedule::default(),
            timing: BodyTiming::default(),
        }
    }

    /// The body in the next picture of a video, captured at `at`, as it was when the landmark
    /// network last looked.
    pub fn track(&mut self, picture: &Picture, at: Duration) -> Result<Option<Body>, LandmarkError> {
        check(picture)?;
        self.timing.pictures += 1;
        // A sender may change the size of its pictures at any time.
        self.track.take_if(|track| track.size != [picture.width, picture.height]);
        if let Some(track) = &mut self.track {
            track.held += 1;
            if track.held >= self.every.get() {
                let region = track.region;
                self.track = self.read(picture, region)?;
            }
        }
        if self.track.is_none() && self.schedule.is_due(at) {
            self.track = self.find(picture)?;
            self.schedule.ran(at, self.track.is_some());
        }
        Ok(self.track.as_ref().map(|track| track.body.clone()))
    }

    /// The body in a picture that has nothing to do with those before it.
    pub fn detect(&mut self, picture: &Picture) -> Result<Option<Body>, LandmarkError> {
        check(picture)?;
        self.timing.pictures += 1;
        self.track = None;
        self.schedule = Schedule::default();
        Ok(self.find(picture)?.map(|track| track.body))
    }

    /// Time spent by stage so far.
    pub fn timing(&self) -> BodyTiming {
        self.timing
    }

    /// Runs both networks: a body that is somewhere in the picture.
    fn find(&mut self, picture: &Picture) -> Result<Option<Track>, LandmarkError> {
        let seen = Region::around(picture.width, picture.height);
        let image = self.timing.crop.measure(|| {
            let mut image = crop(picture, &seen, person::SIZE, Edge::Black);
            image.iter_mut().for_each(|element| *element = 2.0 * *element - 1.0);
            image
        });
        let outputs = self.timing.person.measure(|| self.networks.person.forward(image, &mut self.scratch.person))?;
        match self.networks.person_reader.read(&outputs, &seen) {
            Some(region) => self.read(picture, region),
            None => Ok(None),
        }
    }

    /// Runs the landmark network: the body in a region, with where it will be next.
    fn read(&mut self, picture: &Picture, region: Region) -> Result<Option<Track>, LandmarkError> {
        if !region.is_sound(picture.width, picture.height) {
            return Ok(None);
        }
        let image = self.timing.crop.measure(|| crop(picture, &region, body::SIZE, Edge::Replicated));
        let outputs = self.timing.body.measure(|| self.networks.body.forward(image, &mut self.scratch.body))?;
        let outputs = outputs.first_chunk().ok_or(LandmarkError::Kind("body landmark network"))?;
        let BodyReading { points, visibility, presence, next } = BodyReading::new(outputs, &region);
        let is_body = presence > PRESENT && next.is_sound(picture.width, picture.height);
        let body = Body { points, visibility, presence };
        Ok(is_body.then_some(Track { body, region: next, size: [picture.width, picture.height], held: 0 }))
    }
}

const THIRD: NonZeroU32 = NonZeroU32::new(3).expect("three is not zero");
/// The lowest presence of a body.
const PRESENT: f32 = 0.5;
