//! Follows the hands of one signer from picture to picture.

use std::{sync::Arc, time::Duration};

use super::{networks::HandNetworks, schedule::Schedule};
use crate::{
    recogniser::{
        Hand,
        landmark::{
            LandmarkError, Timing,
            engine::Scratch,
            picture::check,
            vision::{Edge, HandReading, Region, crop, hand, palm},
        },
    },
    video::Picture,
};

/// Follows at most two hands of one signer.
///
/// The landmark network runs on every picture, at the place where the picture before had the hand;
/// the palm detector runs only now and then.
#[derive(Debug)]
pub struct HandTracker {
    networks: Arc<HandNetworks>,
    scratch: Scratches,
    tracks: Vec<Track>,
    schedule: Schedule,
    next_track: u32,
    timing: Timing,
}

/// A hand that is followed.
#[derive(Clone, Copy, Debug)]
struct Track {
    id: u32,
    region: Region,
}

#[derive(Debug, Default)]
struct Scratches {
    palm: Scratch,
    hand: Scratch,
}

impl HandTracker {
    pub fn new(networks: Arc<HandNetworks>) -> Self {
        Self {
            networks,
            scratch: Scratches::default(),
            tracks: Vec::new(),
            schedule: Schedule::default(),
            next_track: 0,
            timing: Timing::default(),
        }
    }

    /// The hands in the next picture of a video, captured at `at`; the longest tracked first.
    pub fn track(&mut self, picture: &Picture, at: Duration) -> Result<Vec<Hand>, LandmarkError> {
        check(picture)?;
        self.timing.pictures += 1;
        let mut hands = self.follow(picture)?;
        if self.schedule.is_due(self.tracks.len(), at) {
            self.schedule.ran(at);
            let mut regions = self.palms(picture, Frame::Picture)?;
            if regions.is_empty() && self.schedule.is_border_due(self.tracks.len(), at) {
                self.schedule.ran_bordered(at);
                regions = self.palms(picture, Frame::Bordered)?;
            }
            for region in regions {
                let found = self.admit(picture, region)?;
                self.schedule.judged(found.is_some());
                hands.extend(found);
            }
        }
        Ok(hands)
    }

    /// The hands in a picture that has nothing to do with those before it, best first.
    pub fn detect(&mut self, picture: &Picture) -> Result<Vec<Hand>, LandmarkError> {
        check(picture)?;
        self.timing.pictures += 1;
        let mut hands = Vec::new();
        for frame in [Frame::Picture, Frame::Bordered] {
            self.tracks.clear();
            for region in self.palms(picture, frame)? {
                hands.extend(self.admit(picture, region)?);
            }
            if !hands.is_empty() {
                break;
            }
        }
        self.tracks.clear();
        self.schedule = Schedule::default();
        Ok(hands)
    }

    /// Time spent by stage so far.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// Looks for each tracked hand where it was.
    fn follow(&mut self, picture: &Picture) -> Result<Vec<Hand>, LandmarkError> {
        let mut hands = Vec::new();
        for Track { id, region } in std::mem::take(&mut self.tracks) {
            match self.read(picture, region)? {
                // Two tracks may slide onto one hand: the older one keeps it.
                Some((reading, next)) if self.is_free(&next) => {
                    self.tracks.push(Track { id, region: next });
                    hands.push(reading.into_hand(id));
                }
                _ => self.schedule.lost(),
            }
        }
        Ok(hands)
    }

    /// Begins to track the hand in a region, if there is one that is not tracked yet.
    fn admit(&mut self, picture: &Picture, region: Region) -> Result<Option<Hand>, LandmarkError> {
        if self.tracks.len() == MOST_HANDS || !self.is_free(&region) {
            return Ok(None);
        }
        let Some((reading, next)) = self.read(picture, region)? else { return Ok(None) };
        let id = self.next_track;
        self.next_track = self.next_track.wrapping_add(1);
        self.tracks.push(Track { id, region: next });
        Ok(Some(reading.into_hand(id)))
    }

    /// Runs the palm detector: where there may be hands that are not tracked yet, best first.
    fn palms(&mut self, picture: &Picture, frame: Frame) -> Result<Vec<Region>, LandmarkError> {
        let (seen, edge) = frame.look(picture);
        let image = self.timing.crop.measure(|| crop(picture, &seen, palm::SIZE, edge));
        let outputs = self.timing.palm.measure(|| self.networks.palm.forward(image, &mut self.scratch.palm))?;
        let mut regions: Vec<Region> = Vec::new();
        for palm in self.networks.palm_reader.read(&outputs, &seen, MOST_HANDS) {
            // Of two palms of one hand the second is taken: it is how the networks' authors do it.
            regions.retain(|other| other.overlap(&palm.region) <= SAME_HAND);
            regions.push(palm.region);
        }
        regions.retain(|region| self.is_free(region));
        Ok(regions)
    }

    /// Runs the landmark network: the hand in a region, with where it will be next.
    fn read(&mut self, picture: &Picture, region: Region) -> Result<Option<(HandReading, Region)>, LandmarkError> {
        if !region.is_sound(picture.width, picture.height) {
            return Ok(None);
        }
        let image = self.timing.crop.measure(|| crop(picture, &region, hand::SIZE, Edge::Replicated));
        let outputs = self.timing.hand.measure(|| self.networks.hand.forward(image, &mut self.scratch.hand))?;
        let outputs = outputs.first_chunk().ok_or(LandmarkError::Kind("hand landmark network"))?;
        let reading = HandReading::new(outputs, &region);
        let next = reading.next_region();
        let is_hand = reading.presence > PRESENT && next.is_sound(picture.width, picture.height);
        Ok(is_hand.then_some((reading, next)))
    }

    fn is_free(&self, region: &Region) -> bool {
        self.tracks.iter().all(|track| track.region.overlap(region) <= SAME_HAND)
    }
}

impl HandReading {
    fn into_hand(self, track: u32) -> Hand {
        Hand {
            track,
            points: self.points,
            world: self.world,
            // The one place where sides are swapped: a hand that is left in a mirrored picture is
            // right in ours, which are not mirrored.
            right: self.left_if_mirrored,
            presence: self.presence,
        }
    }
}

/// How much of a picture the palm detector is shown.
#[derive(Clone, Copy)]
enum Frame {
    Picture,
    /// With half as much again on each side, filled with the picture's edge: most hands that are
    /// missed fill the picture, and the detector wants some room around them.
    Bordered,
}

impl Frame {
    fn look(self, picture: &Picture) -> (Region, Edge) {
        let whole = Region::around(picture.width, picture.height);
        match self {
            Self::Picture => (whole, Edge::Black),
            Self::Bordered => (Region { side: 2.0 * whole.side, ..whole }, Edge::Replicated),
        }
    }
}

/// More would cost time and nobody signs with more.
const MOST_HANDS: usize = 2;
/// Regions that share more than this hold the same hand.
const SAME_HAND: f32 = 0.5;
/// The lowest presence of a hand.
const PRESENT: f32 = 0.5;
