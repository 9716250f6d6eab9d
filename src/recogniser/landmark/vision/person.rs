//! Reads people out of the detector's outputs.

use super::{Region, body, detector::DetectorReader};

/// Reads the outputs of the person detector.
#[derive(Debug)]
pub(in crate::recogniser::landmark) struct PersonReader(DetectorReader<NUMBERS>);

impl PersonReader {
    pub(in crate::recogniser::landmark) fn new() -> Self {
        Self(DetectorReader::new(SIZE, &STRIDES))
    }

    /// Elements of the detector's two outputs together: boxes with keypoints, then scores.
    pub(in crate::recogniser::landmark) fn outputs_len(&self) -> usize {
        self.0.outputs_len()
    }

    /// Where the body is of the person who is seen best in an upright region.
    pub(in crate::recogniser::landmark) fn read(&self, outputs: &[f32], seen: &Region) -> Option<Region> {
        let people = self.0.read(outputs);
        let person = people.first()?;
        Some(body::whole(seen.place(person.keypoint(MIDDLE)), seen.place(person.keypoint(RIM))))
    }
}

/// Side of the detector's input, whose elements are -1 to 1.
pub(in crate::recogniser::landmark) const SIZE: usize = 224;
/// Of the detector's layers.
const STRIDES: [usize; 5] = [8, 16, 32, 32, 32];
/// Of each detection: four of the box, two of each of four keypoints.
const NUMBERS: usize = 12;
/// The middle of the hips.
const MIDDLE: usize = 0;
/// A point above it on the circle that holds the whole body.
const RIM: usize = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_person_is_looked_for_in_their_own_circle() {
        let reader = PersonReader::new();
        assert_eq!(reader.outputs_len(), 2254 * 13);
        let mut outputs = vec![-200.0; reader.outputs_len()];
        let anchor = 14 * 28 * 2 + 28;
        for (anchor, score) in [(anchor, 3.0), (0, 1.0)] {
            outputs[anchor * NUMBERS..(anchor + 1) * NUMBERS].fill(0.0);
            let person = &mut outputs[anchor * NUMBERS..];
            person[2..4].copy_from_slice(&[44.8, 44.8]);
            person[4 + 2 * RIM] = 22.4;
            outputs[2254 * NUMBERS + anchor] = score;
        }
        let region = reader.read(&outputs, &Region::around(560, 560)).expect("a person");
        // Head to the right: turned by a quarter.
        assert!((region.angle - std::f32::consts::FRAC_PI_2).abs() < 1e-6);
        assert!((region.centre[0] - 290.0).abs() < 1e-2 && (region.centre[1] - 290.0).abs() < 1e-2);
        assert!((region.side - 2.0 * 56.0 * 1.25).abs() < 1e-2);
    }

    #[test]
    fn nobody_is_no_region() {
        let reader = PersonReader::new();
        assert_eq!(reader.read(&vec![-1.0; reader.outputs_len()], &Region::around(64, 48)), None);
    }
}
