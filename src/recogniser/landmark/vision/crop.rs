//! Cuts a square out of a picture, the way OpenCV's `warpPerspective` does it.
//!
//! The networks' published results were made with that function: corners are aligned (pixel i of
//! the square is its point i, not i + 1/2), positions are rounded to 1/32 of a pixel, results to
//! whole levels. Keeping to it makes landmarks agree to 1e-5 of a hand's size.

use super::Region;
use crate::video::Picture;

/// What lies outside of the picture.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::recogniser::landmark) enum Edge {
    Black,
    /// The outermost pixels, again and again.
    Replicated,
}

/// The region as `size` rows of `size` pixels of red, green, blue, each 0 to 1.
pub(in crate::recogniser::landmark) fn crop(picture: &Picture, region: &Region, size: usize, edge: Edge) -> Vec<f32> {
    let mut image = vec![0.0; size * size * 3];
    if picture.width == 0 || picture.height == 0 {
        return image;
    }
    let scale = f64::from(region.side) / size as f64;
    let (sin, cos) = f64::from(region.angle).sin_cos();
    let [along, across] = [cos * scale, sin * scale];
    let half = f64::from(region.side) / 2.0;
    let origin = [f64::from(region.centre[0]) - half * (cos - sin), f64::from(region.centre[1]) - half * (cos + sin)];
    for (y, row) in image.chunks_exact_mut(size * 3).enumerate() {
        let y = y as f64;
        let line = Line { start: [origin[0] - across * y, origin[1] + along * y], step: [along, across] };
        if line.lies_inside(picture, size) {
            for (x, pixel) in row.as_chunks_mut().0.iter_mut().enumerate() {
                *pixel = inside(picture, line.position(x));
            }
        } else {
            for (x, pixel) in row.as_chunks_mut().0.iter_mut().enumerate() {
                *pixel = at_edge(picture, line.position(x), edge);
            }
        }
    }
    image
}

/// The positions in the picture of one row of the square.
#[derive(Clone, Copy)]
struct Line {
    start: [f64; 2],
    step: [f64; 2],
}

impl Line {
    /// In 1/32 of a pixel, rounded to even.
    #[inline(always)]
    fn position(&self, index: usize) -> [i32; 2] {
        let round = |axis: usize| {
            let position = (self.start[axis] + self.step[axis] * index as f64) * f64::from(STEPS);
            // Adding this pushes the fraction out of the mantissa, many times faster than a call
            // of the rounding function; the low word is then the integer.
            (position + ROUNDING).to_bits() as i32
        };
        [round(0), round(1)]
    }

    /// All four neighbours of every position are pixels of the picture: it is enough that those of
    /// the first and the last are.
    fn lies_inside(&self, picture: &Picture, size: usize) -> bool {
        [self.position(0), self.position(size - 1)].iter().all(|position| {
            position.iter().zip([picture.width, picture.height]).all(|(&position, length)| {
                position >= 0 && usize::try_from(position / STEPS + 1).is_ok_and(|next| next < length)
            })
        })
    }
}

#[inline(always)]
fn inside(picture: &Picture, [x, y]: [i32; 2]) -> [f32; 3] {
    let start = ((y / STEPS) as usize * picture.width + (x / STEPS) as usize) * 3;
    let above = &picture.rgb[start..start + 6];
    let below = &picture.rgb[start + picture.width * 3..][..6];
    let weights = weights([x, y]);
    [0, 1, 2].map(|channel| blend([above[channel], above[channel + 3], below[channel], below[channel + 3]], weights))
}

fn at_edge(picture: &Picture, [x, y]: [i32; 2], edge: Edge) -> [f32; 3] {
    let (left, top) = (i64::from(x.div_euclid(STEPS)), i64::from(y.div_euclid(STEPS)));
    let pixel = |x: i64, y: i64| {
        let nearest = |position: i64, length: usize| position.clamp(0, length as i64 - 1);
        let (column, row) = (nearest(x, picture.width), nearest(y, picture.height));
        if edge == Edge::Black && (column, row) != (x, y) {
            return [0; 3];
        }
        let start = (row as usize * picture.width + column as usize) * 3;
        [picture.rgb[start], picture.rgb[start + 1], picture.rgb[start + 2]]
    };
    let corners = [pixel(left, top), pixel(left + 1, top), pixel(left, top + 1), pixel(left + 1, top + 1)];
    let weights = weights([x, y]);
    [0, 1, 2].map(|channel| blend(corners.map(|corner| corner[channel]), weights))
}

#[inline(always)]
fn weights([x, y]: [i32; 2]) -> [i32; 4] {
    let (x, y) = (x & (STEPS - 1), y & (STEPS - 1));
    [(STEPS - x) * (STEPS - y), x * (STEPS - y), (STEPS - x) * y, x * y]
}

#[inline(always)]
fn blend(corners: [u8; 4], weights: [i32; 4]) -> f32 {
    let sum = (0..4).map(|corner| i32::from(corners[corner]) * weights[corner]).sum::<i32>();
    ((sum + STEPS * STEPS / 2) / (STEPS * STEPS)) as f32 * (1.0 / 255.0)
}

/// Positions between two pixels.
const STEPS: i32 = 32;
/// 1.5 times 2^52.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: usize, height: usize) -> Picture {
        let rgb = (0..height).flat_map(|y| (0..width).flat_map(move |x| [(8 * x) as u8, (8 * y) as u8, 255])).collect();
        Picture { width, height, rgb }
    }

    fn levels(image: &[f32], size: usize, x: usize, y: usize) -> [f32; 3] {
        let start = (y * size + x) * 3;
        [0, 1, 2].map(|channel| (image[start + channel] * 255.0 * 1000.0).round() / 1000.0)
    }

    #[test]
    fn a_square_of_the_same_size_is_the_picture() {
        let image = crop(&gradient(16, 16), &Region::around(16, 16), 16, Edge::Black);
        assert_eq!(levels(&image, 16, 0, 0), [0.0, 0.0, 255.0]);
        assert_eq!(levels(&image, 16, 15, 7), [120.0, 56.0, 255.0]);
    }

    #[test]
    fn corners_not_centres_are_aligned() {
        let image = crop(&gradient(16, 16), &Region::around(16, 16), 8, Edge::Black);
        assert_eq!(levels(&image, 8, 3, 5), [48.0, 80.0, 255.0]);
    }

    #[test]
    fn a_wide_picture_has_black_or_its_own_edge_above() {
        let region = Region::around(16, 8);
        let black = crop(&gradient(16, 8), &region, 16, Edge::Black);
        let replicated = crop(&gradient(16, 8), &region, 16, Edge::Replicated);
        assert_eq!(levels(&black, 16, 5, 2), [0.0; 3]);
        assert_eq!(levels(&replicated, 16, 5, 2), [40.0, 0.0, 255.0]);
        assert_eq!(levels(&black, 16, 5, 6), [40.0, 16.0, 255.0]);
        assert_eq!(levels(&replicated, 16, 5, 15), [40.0, 56.0, 255.0]);
    }

    #[test]
    fn a_turned_square_is_turned_back() {
        let region = Region { centre: [8.0, 8.0], side: 8.0, angle: std::f32::consts::FRAC_PI_2 };
        let image = crop(&gradient(16, 16), &region, 8, Edge::Black);
        // Right in the square is down in the picture.
        assert_eq!(levels(&image, 8, 2, 1), [88.0, 48.0, 255.0]);
    }

    #[test]
    fn any_square_can_be_cut_out_of_any_picture() {
        for (width, height) in [(0, 0), (1, 1), (3, 50)] {
            for centre in [[0.0, 0.0], [1e6, -1e6], [-3.0, 20.0]] {
                for side in [1.0, 30.0, 1e6] {
                    crop(&gradient(width, height), &Region { centre, side, angle: 1.0 }, 24, Edge::Replicated);
                }
            }
        }
    }
}
