//! Reads boxes with keypoints out of a detector's outputs.

use super::{
    anchors::anchors,
    suppress::{Detection, suppress},
};

/// Reads the outputs of one kind of detector, which tells `N` numbers of each thing: four of its
/// box, two of each keypoint.
#[derive(Debug)]
pub(super) struct DetectorReader<const N: usize> {
    /// Side of the detector's input.
    size: usize,
    anchors: Vec<[f32; 2]>,
}

impl<const N: usize> DetectorReader<N> {
    /// For a detector whose layers have these strides.
    pub(super) fn new(size: usize, strides: &[usize]) -> Self {
        Self { size, anchors: anchors(size, strides) }
    }

    /// Elements of the detector's two outputs together: boxes with keypoints, then scores.
    pub(super) fn outputs_len(&self) -> usize {
        self.anchors.len() * (N + 1)
    }

    /// What was detected, best first, in shares of the detector's input.
    pub(super) fn read(&self, outputs: &[f32]) -> Vec<Detection<N>> {
        let (boxes, scores) = outputs.split_at(self.anchors.len() * N);
        let boxes = boxes.as_chunks().0.iter();
        let detections = self.anchors.iter().zip(boxes).zip(scores).filter_map(|((&anchor, numbers), &score)| {
            let score = 1.0 / (1.0 + (-score.clamp(-100.0, 100.0)).exp());
            (score >= ENOUGH).then(|| Detection { score, numbers: self.decode(numbers, anchor) })
        });
        suppress(detections.collect())
    }

    /// Offsets from an anchor in pixels of the detector's input, to shares of that input: left,
    /// top, width, height, then the keypoints.
    fn decode(&self, raw: &[f32; N], anchor: [f32; 2]) -> [f32; N] {
        let mut numbers = *raw;
        for (index, number) in numbers.iter_mut().enumerate() {
            *number /= self.size as f32;
            if index != 2 && index != 3 {
                *number += anchor[index % 2];
            }
        }
        numbers[0] -= numbers[2] / 2.0;
        numbers[1] -= numbers[3] / 2.0;
        numbers
    }
}

impl<const N: usize> Detection<N> {
    /// A keypoint, in the unit of the box.
    pub(super) fn keypoint(&self, index: usize) -> [f32; 2] {
        [self.numbers[4 + 2 * index], self.numbers[5 + 2 * index]]
    }
}

/// The lowest score of a detection.
const ENOUGH: f32 = 0.5;
