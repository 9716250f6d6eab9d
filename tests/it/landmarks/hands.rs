//! Compares our hands with recorded ones.

use std::{fs::File, io::BufReader, path::Path, sync::Arc};

use flate2::read::GzDecoder;
use glossa::recogniser::{
    Hand,
    landmark::{HandNetworks, HandTracker},
};
use serde::de::DeserializeOwned;

/// A hand as MediaPipe reported it: x and y as shares of the picture's width and height.
pub(super) struct Recorded<'a> {
    pub(super) label: &'a str,
    pub(super) landmarks: &'a [[f32; 3]],
}

impl Recorded<'_> {
    /// Mean distance of the points to ours, as a share of the hand's size.
    pub(super) fn distance(&self, hand: &Hand, [width, height]: [usize; 2]) -> f32 {
        let points: Vec<[f32; 2]> =
            self.landmarks.iter().map(|&[x, y, _]| [x * width as f32, y * height as f32]).collect();
        let extent = |axis: usize| {
            let along = points.iter().map(|point| point[axis]);
            along.clone().fold(f32::MIN, f32::max) - along.fold(f32::MAX, f32::min)
        };
        let size = extent(0).hypot(extent(1));
        let distances =
            points.iter().zip(&hand.points).map(|(theirs, ours)| (theirs[0] - ours[0]).hypot(theirs[1] - ours[1]));
        distances.sum::<f32>() / points.len() as f32 / size
    }

    /// MediaPipe takes pictures for mirrored ones, so its left is the right of ours.
    pub(super) fn is_same_side(&self, hand: &Hand) -> bool {
        (self.label == "Left") == (hand.right >= 0.5)
    }
}

/// A tracker with the networks that the recordings call "full" or "lite".
pub(super) fn tracker(name: &str) -> HandTracker {
    let networks = match name {
        "full" => HandNetworks::bundled(),
        _ => HandNetworks::parse(weights::nets::PALM_LITE, weights::nets::HAND_LITE),
    };
    HandTracker::new(Arc::new(networks.expect("the bundled networks")))
}

pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> T {
    let file = GzDecoder::new(BufReader::new(File::open(path).expect("a file of the data")));
    serde_json::from_reader(file).expect("the known form")
}

/// The value that so large a share of the others does not exceed.
pub(super) fn quantile(values: &mut [f32], share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    values[((values.len() - 1) as f32 * share) as usize]
}
