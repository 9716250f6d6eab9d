//! What a network sees of a take: the way of both hands with their outlines, at fixed steps.

use super::{Frame, Take};
use crate::recogniser::features::Outline;

/// How many numbers describe a take.
pub(super) const FEATURES: usize = STEPS * HAND * 2 + 1;

/// Made so that the busier hand is the right one: who signs with the left looks the same.
pub(super) fn features(take: &Take) -> Vec<f32> {
    let [left, right] = [0, 1].map(|side| busyness(take, side));
    let take = if left > right { &take.mirrored() } else { take };
    let frames = take.frames.len();
    let mut features = vec![0.0; FEATURES];
    if frames == 0 {
        return features;
    }
    let body = body(take);
    for side in 0..2 {
        let shown: Vec<Option<Outline>> = take.frames.iter().map(|frame| frame.outline(side)).collect();
        let (home, size) = home(&shown);
        for step in 0..STEPS {
            let frame = step * (frames - 1) / (STEPS - 1);
            // A hand that is lost for a while is where it was seen last, or will be seen next.
            let Some(outline) = shown[..=frame].iter().rev().chain(&shown[frame..]).flatten().next() else { continue };
            let slots = &mut features[(2 * step + side) * HAND..][..HAND];
            let [x, y] = outline.0[0];
            slots[0] = f32::from(u8::from(shown[frame].is_some()));
            slots[1] = ((x - home[0]) / size).clamp(-6.0, 6.0);
            slots[2] = ((y - home[1]) / size).clamp(-6.0, 6.0);
            if let Some(([middle_x, middle_y], width)) = body {
                slots[3] = (2.0 * (x - middle_x) / width).clamp(-6.0, 6.0);
                slots[4] = (2.0 * (y - middle_y) / width).clamp(-6.0, 6.0);
            }
            let points = outline.normalised().0;
            for (slot, value) in slots[5..].iter_mut().zip(points[1..].iter().flatten()) {
                *slot = value.clamp(-4.0, 4.0);
            }
        }
    }
    features[FEATURES - 1] = f32::from(u8::from(body.is_some()));
    features
}

/// The middle of the shoulders with their width, over the whole take.
fn body(take: &Take) -> Option<([f32; 2], f32)> {
    let shown = take.frames.iter().filter_map(Frame::shoulders).map(|([x, y], width)| [x, y, width, 1.0]);
    let [x, y, width, count] = shown.fold([0.0_f32; 4], |sum, one| std::array::from_fn(|k| sum[k] + one[k]));
    (count > 0.0 && width / count > 0.02).then(|| ([x / count, y / count], width / count))
}

/// Where a hand is on the mean, with its mean size.
fn home(shown: &[Option<Outline>]) -> ([f32; 2], f32) {
    let seen = || shown.iter().flatten();
    let count = seen().count().max(1) as f32;
    let mean = |value: fn(&Outline) -> f32| seen().map(value).sum::<f32>() / count;
    ([mean(|outline| outline.0[0][0]), mean(|outline| outline.0[0][1])], mean(Outline::size).max(1e-3))
}

/// How much a hand is seen, how far it moves.
fn busyness(take: &Take, side: usize) -> f32 {
    let shown: Vec<Outline> = take.frames.iter().filter_map(|frame| frame.outline(side)).collect();
    let way = shown.windows(2).map(|pair| {
        let ([x0, y0], [x1, y1]) = (pair[0].0[0], pair[1].0[0]);
        ((x1 - x0).hypot(y1 - y0) / pair[0].size()).min(1.0)
    });
    // A hand that never appears did not sign; one that is seen as often as the other may have rested.
    shown.len() as f32 * 0.2 + way.sum::<f32>()
}

const STEPS: usize = 12;
/// Seen, place around its own mean, place by the shoulders, twenty points around the wrist.
const HAND: usize = 5 + 40;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notation::{dictionary, handshapes},
        recogniser::train::signs::Generator,
    };

    #[test]
    fn a_take_and_its_mirror_image_look_the_same() {
        let generator = Generator::new(handshapes().unwrap());
        for (seed, sign) in dictionary().unwrap().iter().enumerate().step_by(9) {
            let take = generator.take(sign, seed as u64);
            let pairs = features(&take).into_iter().zip(features(&take.mirrored()));
            let furthest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(furthest < 0.01, "{}: {furthest}", sign.name);
        }
    }
}
