//! The room behind a signer, out of focus.

use rand::{Rng, rngs::StdRng};

use super::{
    canvas::Canvas,
    geometry::{Vec3, vec3},
};

/// A wall that darkens downwards, with some furniture that is only a blur.
pub(super) fn draw(width: usize, height: usize, random: &mut StdRng) -> Canvas {
    let tone = random.random_range(0.22..0.55);
    let top = colour(random, tone, 0.12);
    let bottom = colour(random, tone * 0.55, 0.10);
    let blurs: Vec<Blur> = (0..random.random_range(3..8)).map(|_| Blur::new(width, height, random)).collect();
    Canvas::new(width, height, |x, y| {
        let wall = top.towards(bottom, y as f32 / height as f32);
        blurs.iter().fold(wall, |behind, blur| behind.towards(blur.colour, blur.cover(x as f32, y as f32)))
    })
}

/// A box or a disc with a soft edge.
struct Blur {
    centre: [f32; 2],
    half: [f32; 2],
    round: bool,
    softness: f32,
    colour: Vec3,
}

impl Blur {
    fn new(width: usize, height: usize, random: &mut StdRng) -> Self {
        let unit = width as f32 / 640.0;
        let tone = random.random_range(0.04..0.6);
        Self {
            centre: [random.random_range(0.0..width as f32), random.random_range(0.0..height as f32)],
            half: [random.random_range(20.0..150.0) * unit, random.random_range(20.0..150.0) * unit],
            round: random.random_bool(0.3),
            softness: random.random_range(5.0..20.0) * unit,
            colour: colour(random, tone, 0.3),
        }
    }

    fn cover(&self, x: f32, y: f32) -> f32 {
        let (x, y) = ((x - self.centre[0]).abs(), (y - self.centre[1]).abs());
        let outside = if self.round { x.hypot(y) - self.half[0] } else { (x - self.half[0]).max(y - self.half[1]) };
        0.85 / (1.0 + (outside / self.softness).clamp(-30.0, 30.0).exp())
    }
}

/// About as bright as `tone`, tinted by up to a share of it.
fn colour(random: &mut StdRng, tone: f32, tint: f32) -> Vec3 {
    let mut channel = || tone * (1.0 + random.random_range(-tint..tint));
    vec3(channel(), channel(), channel())
}
