//! Merges detections of the same thing.

/// A box with the points that come with it, all in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Detection<const N: usize> {
    pub(super) score: f32,
    /// Left, top, width, height; then x, y of each point.
    pub(super) numbers: [f32; N],
}

/// Weighted non-maximum suppression: of each group around its best detection the mean, weighted by
/// score, with the best one's score. Best first.
pub(super) fn suppress<const N: usize>(mut detections: Vec<Detection<N>>) -> Vec<Detection<N>> {
    detections.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut merged = Vec::new();
    while let Some(&best) = detections.first() {
        let (group, rest): (Vec<_>, Vec<_>) =
            detections.into_iter().partition(|other| intersection_over_union(&best, other) > SAME);
        if group.is_empty() {
            // A box without area overlaps not even itself.
            detections = rest.into_iter().skip(1).collect();
            continue;
        }
        let total = group.iter().map(|detection| detection.score).sum::<f32>();
        let mut numbers = [0.0; N];
        for detection in &group {
            let share = detection.score / total;
            numbers.iter_mut().zip(detection.numbers).for_each(|(sum, number)| *sum += number * share);
        }
        merged.push(Detection { score: best.score, numbers });
        detections = rest;
    }
    merged
}

fn intersection_over_union<const N: usize>(one: &Detection<N>, other: &Detection<N>) -> f32 {
    let [left, top, width, height] = [0, 1, 2, 3].map(|index| one.numbers[index]);
    let [other_left, other_top, other_width, other_height] = [0, 1, 2, 3].map(|index| other.numbers[index]);
    let shared_width = (left + width).min(other_left + other_width) - left.max(other_left);
    let shared_height = (top + height).min(other_top + other_height) - top.max(other_top);
    let shared = shared_width.max(0.0) * shared_height.max(0.0);
    let union = width * height + other_width * other_height - shared;
    if union > 0.0 { shared / union } else { 0.0 }
}

/// Boxes that share more than this are of the same thing.
const SAME: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    fn detection(score: f32, left: f32, size: f32) -> Detection<18> {
        let mut numbers = [left; 18];
        numbers[1..4].copy_from_slice(&[0.0, size, size]);
        Detection { score, numbers }
    }

    #[test]
    fn a_group_becomes_its_mean_weighted_by_score() {
        let merged = suppress(vec![detection(0.6, 0.3, 1.0), detection(0.9, 0.0, 1.0), detection(0.7, 5.0, 1.0)]);
        assert_eq!(merged.len(), 2);
        assert_eq!((merged[0].score, merged[1].score), (0.9, 0.7));
        assert!((merged[0].numbers[0] - 0.3 * 0.6 / 1.5).abs() < 1e-6);
        assert!((merged[1].numbers[17] - 5.0).abs() < 1e-6);
    }

    #[test]
    fn boxes_without_area_or_sense_are_dropped() {
        assert_eq!(suppress(vec![detection(0.9, 0.0, 0.0), detection(0.8, f32::NAN, 1.0)]), []);
    }
}
