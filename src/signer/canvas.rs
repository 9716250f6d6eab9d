//! A picture in linear light, until it is shown.

use rand::{Rng, rngs::StdRng};

use super::{geometry::Vec3, noise};
use crate::video::Picture;

/// Rows of pixels; red, green, blue are x, y, z, and 1 is white.
#[derive(Clone)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Vec3>,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize, mut colour: impl FnMut(usize, usize) -> Vec3) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, pixels: places.map(|(x, y)| colour(x, y)).collect() }
    }

    /// Softens as a lens does, by a Gaussian of the given deviation in pixels.
    pub(super) fn blurred(&self, deviation: f32) -> Self {
        let reach = (3.0 * deviation).ceil() as isize;
        let weights: Vec<f32> = (-reach..=reach).map(|i| (-0.5 * (i as f32 / deviation).powi(2)).exp()).collect();
        let total: f32 = weights.iter().sum();
        let along = |source: &Self, dx: isize, dy: isize| {
            Self::new(self.width, self.height, |x, y| {
                let mut sum = Vec3::ZERO;
                for (weight, step) in weights.iter().zip(-reach..) {
                    let x = (x as isize + dx * step).clamp(0, self.width as isize - 1) as usize;
                    let y = (y as isize + dy * step).clamp(0, self.height as isize - 1) as usize;
                    sum += source.pixels[y * self.width + x] * *weight;
                }
                sum * (1.0 / total)
            })
        };
        along(&along(self, 1, 0), 0, 1)
    }
}

/// How a camera stores what it sees: sRGB with softly limited highlights and the sensor's noise.
pub(super) struct Film {
    /// Drawn once: a frame takes each of its rows from another place.
    grain: Vec<f32>,
    /// sRGB for each step of linear light.
    curve: Vec<f32>,
}

impl Film {
    /// `grain` is the noise's deviation as a share of full white.
    pub(super) fn new(grain: f32, random: &mut StdRng) -> Self {
        Self {
            grain: (0..GRAIN_LENGTH).map(|_| 255.0 * grain * noise::normal(random)).collect(),
            curve: (0..CURVE_LENGTH).map(|step| srgb(step as f32 / CURVE_STEPS)).collect(),
        }
    }

    pub(super) fn expose(&self, canvas: &Canvas, random: &mut StdRng) -> Picture {
        let mut rgb = Vec::with_capacity(canvas.pixels.len() * 3);
        for row in canvas.pixels.chunks_exact(canvas.width) {
            let start = random.random_range(0..self.grain.len());
            let grain = self.grain[start..].iter().chain(&self.grain).chain(&self.grain);
            let values = row.iter().flat_map(|pixel| [pixel.x, pixel.y, pixel.z]);
            rgb.extend(values.zip(grain).map(|(value, grain)| (self.shown(value) + grain).clamp(0.0, 255.0) as u8));
        }
        Picture { width: canvas.width, height: canvas.height, rgb }
    }

    fn shown(&self, value: f32) -> f32 {
        // A float becomes an index with saturation: below 0 is black, above the end is white.
        self.curve[((value * CURVE_STEPS) as usize).min(CURVE_LENGTH - 1)]
    }
}

/// A linear value as sRGB, 0 to 255.
fn srgb(value: f32) -> f32 {
    let value = value / (1.0 + 0.12 * value);
    let shown = if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    255.0 * shown + 0.5
}

/// Several times the values of a row, so that rows seldom look alike.
const GRAIN_LENGTH: usize = 1 << 15;
/// Steps between black and white: finer than the 255 of the screen even in the dark.
const CURVE_STEPS: f32 = 4096.0;
/// Up to 1.5 times white.
const CURVE_LENGTH: usize = 6144;

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::signer::geometry::vec3;

    #[test]
    fn black_stays_black_and_middle_grey_is_bright_on_screen() {
        let random = &mut StdRng::seed_from_u64(1);
        let canvas = Canvas::new(2, 1, |x, _| vec3(1.0, 1.0, 1.0) * (0.216 * x as f32));
        let picture = Film::new(0.0, random).expose(&canvas, random);
        assert_eq!(picture.rgb[..3], [0; 3]);
        assert!((120..130).contains(&picture.rgb[3]));
    }

    #[test]
    fn blurring_keeps_an_even_picture_even() {
        let canvas = Canvas::new(9, 7, |_, _| vec3(0.2, 0.4, 0.6)).blurred(1.5);
        assert!(canvas.pixels.iter().all(|pixel| (*pixel - vec3(0.2, 0.4, 0.6)).length() < 1e-5));
    }
}
