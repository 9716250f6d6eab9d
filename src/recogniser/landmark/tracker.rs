//! Follows the hands of one signer from picture to picture.

use std::{sync::Arc, time::Duration};

use super::{HandNetworks, LandmarkError};
use crate::{recogniser::Hand, video::Picture};

/// Follows at most two hands of one signer.
#[derive(Debug)]
pub struct HandTracker {
    _networks: Arc<HandNetworks>,
    timing: Timing,
}

impl HandTracker {
    pub fn new(networks: Arc<HandNetworks>) -> Self {
        Self { _networks: networks, timing: Timing::default() }
    }

    /// The hands in the next picture of a video, captured at `at`.
    pub fn track(&mut self, picture: &Picture, _at: Duration) -> Result<Vec<Hand>, LandmarkError> {
        self.detect(picture)
    }

    /// The hands in a picture that has nothing to do with those before it.
    pub fn detect(&mut self, picture: &Picture) -> Result<Vec<Hand>, LandmarkError> {
        let Picture { width, height, ref rgb } = *picture;
        if rgb.len() != width * height * 3 {
            return Err(LandmarkError::Picture { width, height, bytes: rgb.len() });
        }
        Ok(Vec::new())
    }

    /// Time spent by stage so far.
    pub fn timing(&self) -> Timing {
        self.timing
    }
}

/// Time spent by stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// Pictures looked at.
    pub pictures: u32,
    /// Cutting the networks' inputs out of pictures.
    pub crop: Duration,
    /// The palm detector, with the decoding of its boxes.
    pub palm: Duration,
    /// How often it ran.
    pub palms: u32,
    /// The landmark network.
    pub hand: Duration,
    /// How often it ran.
    pub hands: u32,
}
