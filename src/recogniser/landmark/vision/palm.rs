//! Reads palms out of the detector's outputs.

use super::{Region, detector::DetectorReader, region, suppress::Detection};

/// A palm, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::recogniser::landmark) struct Palm {
    pub(in crate::recogniser::landmark) score: f32,
    /// Where to look for the whole hand.
    pub(in crate::recogniser::landmark) region: Region,
}

/// Reads the outputs of the palm detector.
#[derive(Debug)]
pub(in crate::recogniser::landmark) struct PalmReader(DetectorReader<NUMBERS>);

impl PalmReader {
    pub(in crate::recogniser::landmark) fn new() -> Self {
        Self(DetectorReader::new(SIZE, &STRIDES))
    }

    /// Elements of the detector's two outputs together: boxes with keypoints, then scores.
    pub(in crate::recogniser::landmark) fn outputs_len(&self) -> usize {
        self.0.outputs_len()
    }

    /// At most `most` palms of an upright region that the detector has looked at, best first.
    pub(in crate::recogniser::landmark) fn read(&self, outputs: &[f32], seen: &Region, most: usize) -> Vec<Palm> {
        let palms = self.0.read(outputs);
        palms.iter().take(most).map(|palm| Palm { score: palm.score, region: hand_region(palm, seen) }).collect()
    }
}

/// Where the hand is to which a palm belongs.
fn hand_region(palm: &Detection<NUMBERS>, seen: &Region) -> Region {
    let [left, top, width, height] = [0, 1, 2, 3].map(|index| palm.numbers[index]);
    let keypoint = |index: usize| seen.place(palm.keypoint(index));
    let centre = seen.place([left + width / 2.0, top + height / 2.0]);
    let angle = region::pointing(keypoint(WRIST), keypoint(MIDDLE_KNUCKLE));
    Region::from_box(centre, [width * seen.side, height * seen.side], angle, -0.5, 2.6)
}

/// Side of the detector's input.
pub(in crate::recogniser::landmark) const SIZE: usize = 192;
/// Of each detection: four of the box, two of each of seven keypoints.
const NUMBERS: usize = 18;
/// Of the detector's layers.
const STRIDES: [usize; 4] = [8, 16, 16, 16];
const WRIST: usize = 0;
const MIDDLE_KNUCKLE: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_palm_that_points_up_is_looked_for_above_its_middle() {
        let reader = PalmReader::new();
        let mut outputs = vec![-200.0; reader.outputs_len()];
        let anchor = 12 * 24 * 2 + 24;
        outputs[anchor * NUMBERS..(anchor + 1) * NUMBERS].fill(0.0);
        let palm = &mut outputs[anchor * NUMBERS..];
        palm[2..4].copy_from_slice(&[19.2, 19.2]);
        palm[4 + 1] = 9.6;
        palm[4 + 2 * MIDDLE_KNUCKLE + 1] = -9.6;
        outputs[2016 * NUMBERS + anchor] = 3.0;
        let seen = Region::around(480, 480);
        let palms = reader.read(&outputs, &seen, 2);
        assert_eq!(palms.len(), 1);
        let Palm { score, region } = palms[0];
        assert!((score - 0.952_574).abs() < 1e-5);
        assert!(region.angle.abs() < 1e-6);
        assert!((region.centre[0] - 250.0).abs() < 1e-2 && (region.centre[1] - (250.0 - 24.0)).abs() < 1e-2);
        assert!((region.side - 48.0 * 2.6).abs() < 1e-2);
    }
}
