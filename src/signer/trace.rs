//! Draws a surface by sphere tracing: a ray advances by the distance of the nearest surface.

use std::{sync::Mutex, thread};

use super::{
    camera::Camera,
    canvas::Canvas,
    geometry::{Rotation, Vec3, vec3},
};

/// Something with an outside, in its own frame and in centimetres.
pub(super) trait Surface: Sync {
    /// From a point to the surface, negative inside; at most a twelfth too much.
    fn distance(&self, p: Vec3) -> f32;
    /// The light that a point of the surface sends back along a ray.
    fn light(&self, p: Vec3, normal: Vec3, ray: Vec3) -> Vec3;
}

/// Where a surface is, seen from the camera.
#[derive(Clone, Copy)]
pub(super) struct Placement {
    /// From its own frame to the camera's.
    pub(super) turn: Rotation,
    /// Its origin in the camera's frame.
    pub(super) origin: Vec3,
    /// The picture of it is flipped left to right: a right hand becomes a left one.
    pub(super) flipped: bool,
}

/// A part of a picture, in pixels; the ends are outside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) top: usize,
    pub(super) bottom: usize,
}

impl Placement {
    pub(super) fn to_camera(self, p: Vec3) -> Vec3 {
        let p = self.turn * p + self.origin;
        if self.flipped { vec3(-p.x, p.y, p.z) } else { p }
    }
}

/// Draws over what the window of the canvas shows, with smooth edges.
pub(super) fn draw(canvas: &mut Canvas, camera: &Camera, surface: &impl Surface, at: Placement, window: Window) {
    let inverse = at.turn.inverse();
    let scene = Scene { camera, surface, inverse, eye: inverse * -at.origin, flipped: at.flipped };
    let width = canvas.width;
    let rows = &mut canvas.pixels[window.top * width..window.bottom * width];
    let bands = Mutex::new(rows.chunks_mut(TILE * width).enumerate());
    let work = || {
        loop {
            // The lock is held for the next band only, not while it is drawn.
            let Some((number, band)) = bands.lock().ok().and_then(|mut bands| bands.next()) else {
                return;
            };
            scene.draw_band(band, width, window, window.top + number * TILE);
        }
    };
    thread::scope(|scope| {
        let helpers = thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
        (0..helpers).for_each(|_| drop(scope.spawn(work)));
        work();
    });
}

/// How much of its surroundings a point of a surface sees, 0 to 1 (ambient occlusion): the surface
/// is nearer to points above it than they are high where something stands beside.
pub(super) fn openness(surface: &impl Surface, p: Vec3, normal: Vec3, step: f32, weight: f32) -> f32 {
    let mut closed = 0.0;
    let mut share = weight;
    for tap in 0..4 {
        let height = step * (0.25 + tap as f32);
        closed += share * (height - surface.distance(p + normal * height));
        share *= 0.62;
    }
    (1.0 - closed).clamp(0.0, 1.0)
}

struct Scene<'a, S> {
    camera: &'a Camera,
    surface: &'a S,
    inverse: Rotation,
    /// The camera in the surface's frame.
    eye: Vec3,
    flipped: bool,
}

impl<S: Surface> Scene<'_, S> {
    fn draw_band(&self, band: &mut [Vec3], width: usize, window: Window, top: usize) {
        let height = band.len() / width;
        for left in (window.left..window.right).step_by(TILE) {
            let Some(start) = self.clear_way(left, top) else {
                continue;
            };
            for y in 0..height {
                for x in left..(left + TILE).min(window.right) {
                    let pixel = &mut band[y * width + x];
                    if let Some((light, cover)) = self.pixel(x as f32 + 0.5, (top + y) as f32 + 0.5, start) {
                        *pixel = pixel.towards(light, cover);
                    }
                }
            }
        }
    }

    /// How far all rays of a tile may go at once; none when no ray of it meets the surface.
    fn clear_way(&self, left: usize, top: usize) -> Option<f32> {
        let middle = TILE as f32 / 2.0;
        let ray = self.ray(left as f32 + middle, top as f32 + middle);
        // Half the tile's diagonal, with a pixel more for the smooth edge.
        let spread = (middle * std::f32::consts::SQRT_2 + 1.0) / self.camera.focal;
        let mut way = NEAR;
        while way < FAR {
            let clear = self.surface.distance(self.eye + ray * way) * CAUTION - way * spread;
            if clear < 0.05 {
                return Some(way);
            }
            way += clear;
        }
        None
    }

    /// The light in a pixel and how much of the pixel it covers.
    fn pixel(&self, x: f32, y: f32, start: f32) -> Option<(Vec3, f32)> {
        let ray = self.ray(x, y);
        let (mut way, mut closest, mut closest_way) = (start, f32::INFINITY, start);
        let mut cover = 0.0;
        for _ in 0..MOST_STEPS {
            let distance = self.surface.distance(self.eye + ray * way);
            if distance < way * TOUCH {
                cover = 1.0;
                closest_way = way;
                break;
            }
            if distance / way < closest {
                (closest, closest_way) = (distance / way, way);
            } else if distance / way > 2.0 * closest + 0.02 {
                // Past the closest point, and going away.
                break;
            }
            way += distance * CAUTION;
        }
        if cover == 0.0 {
            // A ray that passes within a pixel lends the edge its smoothness.
            cover = 0.5 - 0.72 * closest * self.camera.focal;
            if cover <= 0.0 {
                return None;
            }
        }
        let p = self.eye + ray * closest_way;
        Some((self.surface.light(p, self.normal(p), ray), cover))
    }

    /// The direction in which the distance grows, from four samples at the corners of a tetrahedron.
    fn normal(&self, p: Vec3) -> Vec3 {
        let corners = [vec3(1.0, -1.0, -1.0), vec3(-1.0, -1.0, 1.0), vec3(-1.0, 1.0, -1.0), vec3(1.0, 1.0, 1.0)];
        let sum = corners.map(|corner| corner * self.surface.distance(p + corner * 0.02));
        (sum[0] + sum[1] + sum[2] + sum[3]).normalised()
    }

    fn ray(&self, x: f32, y: f32) -> Vec3 {
        let x = if self.flipped { self.camera.width as f32 - x } else { x };
        self.inverse * self.camera.ray(x, y)
    }
}

/// Side of the tiles whose rays start together.
const TILE: usize = 8;
/// Nothing is nearer to the camera, in centimetres.
const NEAR: f32 = 8.0;
/// Nothing is further away.
const FAR: f32 = 180.0;
/// Blended surfaces promise a little more distance than there is.
const CAUTION: f32 = 0.92;
/// A ray that is this near, as a share of its way, has met the surface: a tenth of a pixel.
const TOUCH: f32 = 2e-4;
const MOST_STEPS: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    struct Ball;

    impl Surface for Ball {
        fn distance(&self, p: Vec3) -> f32 {
            p.length() - 5.0
        }

        fn light(&self, _p: Vec3, normal: Vec3, _ray: Vec3) -> Vec3 {
            normal
        }
    }

    fn drawn(at: Placement) -> Canvas {
        let mut canvas = Canvas::new(160, 120, |_, _| Vec3::ZERO);
        let window = Window { left: 0, right: 160, top: 0, bottom: 120 };
        draw(&mut canvas, &Camera::webcam(160, 120), &Ball, at, window);
        canvas
    }

    #[test]
    fn a_ball_is_a_disc_of_the_right_size_whose_middle_faces_the_camera() {
        let canvas = drawn(Placement { turn: Rotation::IDENTITY, origin: vec3(0.0, 0.0, -50.0), flipped: false });
        let lit = canvas.pixels.iter().filter(|pixel| pixel.length() > 0.5).count() as f32;
        let radius = 0.83 * 160.0 * 5.0 / (50.0f32.powi(2) - 25.0).sqrt();
        assert!((lit / (std::f32::consts::PI * radius * radius) - 1.0).abs() < 0.03, "{lit}");
        assert!((canvas.pixels[60 * 160 + 80] - Vec3::Z).length() < 0.1);
    }

    #[test]
    fn flipping_mirrors_the_picture() {
        let at = Placement { turn: Rotation::IDENTITY, origin: vec3(6.0, 2.0, -50.0), flipped: false };
        let (plain, flipped) = (drawn(at), drawn(Placement { flipped: true, ..at }));
        for (row, mirrored) in plain.pixels.chunks(160).zip(flipped.pixels.chunks(160)) {
            assert!(row.iter().zip(mirrored.iter().rev()).all(|(a, b)| (a.length() - b.length()).abs() < 0.05));
        }
    }
}
