//! Reads a body out of the landmark network's outputs.

use super::{Region, heat_map, region};

/// What the landmark network says of one region, in pixels of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::recogniser::landmark) struct BodyReading {
    pub(in crate::recogniser::landmark) points: [[f32; 3]; 33],
    pub(in crate::recogniser::landmark) visibility: [f32; 33],
    pub(in crate::recogniser::landmark) presence: f32,
    /// Where this body will be found in the next picture.
    pub(in crate::recogniser::landmark) next: Region,
}

impl BodyReading {
    /// Reads the outputs `WANTED` of a network that has seen `region`.
    pub(in crate::recogniser::landmark) fn new(outputs: &[f32; OUTPUTS], seen: &Region) -> Self {
        let (points, rest) = outputs.split_at(POINTS * NUMBERS);
        let (presence, heat) = rest.split_at(1);
        let raw: &[[f32; NUMBERS]] = points.as_chunks().0;
        let place = |index: usize| {
            let [x, y, ..] = raw[index].map(|coordinate| coordinate / SIZE as f32);
            seen.place(heat_map::refine(heat, [CELLS, CELLS, POINTS], index, [x, y]))
        };
        let mut reading = Self {
            points: [[0.0; 3]; 33],
            visibility: [0.0; 33],
            presence: presence[0],
            next: whole(place(MIDDLE), place(RIM)),
        };
        for (index, &[_, _, z, visibility, _]) in raw.iter().enumerate().take(33) {
            let [x, y] = place(index);
            reading.points[index] = [x, y, z / SIZE as f32 * seen.side];
            reading.visibility[index] = 1.0 / (1.0 + (-visibility).exp());
        }
        reading
    }
}

/// Where to look for a body whose circle has its centre at `middle`, the middle of the hips, and
/// passes through `rim`, above the head.
pub(super) fn whole(middle: [f32; 2], rim: [f32; 2]) -> Region {
    let radius = (rim[0] - middle[0]).hypot(rim[1] - middle[1]);
    Region { centre: middle, side: 2.0 * radius * ROOM, angle: region::pointing(middle, rim) }
}

/// Side of the network's input.
pub(in crate::recogniser::landmark) const SIZE: usize = 256;
/// Of the network's outputs landmarks, presence and heat map: neither the mask, which costs more
/// than all these, nor the points in metres.
pub(in crate::recogniser::landmark) const WANTED: [usize; 3] = [0, 1, 3];
/// Elements of these outputs.
pub(in crate::recogniser::landmark) const OUTPUTS: usize = POINTS * NUMBERS + 1 + CELLS * CELLS * POINTS;
/// 33 of the body, two of the circle around it, four more that nobody explains.
const POINTS: usize = 39;
/// Of each point: x, y, z, visibility, presence.
const NUMBERS: usize = 5;
/// Along each side of the heat map.
const CELLS: usize = 64;
const MIDDLE: usize = 33;
const RIM: usize = 34;
/// A body moves from one look to the next.
const ROOM: f32 = 1.25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_placed_in_the_picture() {
        // A cold heat map has no say.
        let mut outputs = vec![-20.0; OUTPUTS];
        for point in outputs.as_chunks_mut::<NUMBERS>().0.iter_mut().take(POINTS) {
            *point = [128.0, 128.0, 25.6, 0.0, 0.0];
        }
        outputs[RIM * NUMBERS + 1] = 64.0;
        outputs[POINTS * NUMBERS] = 0.9;
        let seen = Region { centre: [50.0, 60.0], side: 100.0, angle: 0.5 };
        let reading = BodyReading::new(outputs.first_chunk().expect("all outputs"), &seen);
        assert_eq!(reading.points[0], [50.0, 60.0, 10.0]);
        assert_eq!((reading.visibility[0], reading.presence), (0.5, 0.9));
        assert_eq!(reading.next.centre, [50.0, 60.0]);
        assert!((reading.next.angle - 0.5).abs() < 1e-5);
        assert!((reading.next.side - 2.0 * 25.0 * 1.25).abs() < 1e-3);
    }
}
