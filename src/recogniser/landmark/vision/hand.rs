//! Reads a hand out of the landmark network's outputs.

use super::{Region, region};

/// What the landmark network says of one region, in pixels of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::recogniser::landmark) struct HandReading {
    pub(in crate::recogniser::landmark) points: [[f32; 3]; 21],
    /// Metres.
    pub(in crate::recogniser::landmark) world: [[f32; 3]; 21],
    pub(in crate::recogniser::landmark) presence: f32,
    /// The network's third output. It was trained on mirrored pictures and calls this "left".
    pub(in crate::recogniser::landmark) left_if_mirrored: f32,
}

impl HandReading {
    /// Reads the four outputs of a network that has seen `region`.
    pub(in crate::recogniser::landmark) fn new(outputs: &[f32; OUTPUTS], region: &Region) -> Self {
        let (points, rest) = outputs.split_at(63);
        let (flags, world) = rest.split_at(2);
        let mut reading =
            Self { points: [[0.0; 3]; 21], world: [[0.0; 3]; 21], presence: flags[0], left_if_mirrored: flags[1] };
        for (point, &[x, y, z]) in reading.points.iter_mut().zip(points.as_chunks().0) {
            let [x, y, z] = [x, y, z].map(|coordinate| coordinate / SIZE as f32);
            let [x, y] = region.place([x, y]);
            *point = [x, y, z / DEPTH * region.side];
        }
        for (point, &[x, y, z]) in reading.world.iter_mut().zip(world.as_chunks().0) {
            let [x, y] = region::turn([x, y], region.angle);
            *point = [x, y, z];
        }
        reading
    }

    /// Where this hand will be found in the next picture.
    pub(in crate::recogniser::landmark) fn next_region(&self) -> Region {
        let at = |index: usize| [self.points[index][0], self.points[index][1]];
        let middle = |one: [f32; 2], other: [f32; 2]| [(one[0] + other[0]) / 2.0, (one[1] + other[1]) / 2.0];
        let angle = region::pointing(at(0), middle(middle(at(5), at(13)), at(9)));
        // The box is laid around the points as the hand itself is turned.
        let upright = STEADY.map(|index| region::turn(at(index), -angle));
        let (mut least, mut most) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for point in upright {
            for axis in 0..2 {
                least[axis] = least[axis].min(point[axis]);
                most[axis] = most[axis].max(point[axis]);
            }
        }
        let centre = region::turn(middle(least, most), angle);
        Region::from_box(centre, [most[0] - least[0], most[1] - least[1]], angle, -0.1, 2.0)
    }
}

/// Side of the network's input.
pub(in crate::recogniser::landmark) const SIZE: usize = 224;
/// Elements of all outputs: 21 points, presence, handedness, 21 points in metres.
pub(in crate::recogniser::landmark) const OUTPUTS: usize = 63 + 1 + 1 + 63;
/// The network's depth is this much smaller than its width.
const DEPTH: f32 = 0.4;
/// The points that tell where a hand is whatever its fingers do: wrist, thumb, and of each finger
/// the two joints nearest to the palm.
const STEADY: [usize; 12] = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_placed_in_the_picture() {
        let mut outputs = [0.0; OUTPUTS];
        outputs[..3].copy_from_slice(&[112.0, 112.0, 22.4]);
        outputs[63..65].copy_from_slice(&[0.9, 0.2]);
        let region = Region { centre: [50.0, 60.0], side: 100.0, angle: 0.5 };
        let reading = HandReading::new(&outputs, &region);
        assert_eq!(reading.points[0][..2], [50.0, 60.0]);
        assert!((reading.points[0][2] - 25.0).abs() < 1e-4);
        assert_eq!((reading.presence, reading.left_if_mirrored), (0.9, 0.2));
    }

    #[test]
    fn the_next_region_turns_with_the_hand() {
        let mut reading = HandReading::new(&[0.0; OUTPUTS], &Region { centre: [0.0; 2], side: 1.0, angle: 0.0 });
        for (index, point) in reading.points.iter_mut().enumerate() {
            *point = [100.0 + 10.0 * (index / 4) as f32 - 20.0, 100.0 - 10.0 * (index % 4) as f32, 0.0];
        }
        let upright = reading.next_region();
        for point in &mut reading.points {
            let [x, y] = region::turn([point[0], point[1]], 1.0);
            *point = [x, y, 0.0];
        }
        let turned = reading.next_region();
        assert!((turned.angle - upright.angle - 1.0).abs() < 1e-5);
        assert!((turned.side - upright.side).abs() < 1e-2);
        let centre = region::turn(upright.centre, 1.0);
        assert!((centre[0] - turned.centre[0]).abs() < 1e-2 && (centre[1] - turned.centre[1]).abs() < 1e-2);
    }
}
