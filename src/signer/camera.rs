//! A pinhole camera: points in space into points of a picture.

use super::geometry::{Vec3, vec3};

/// A camera at the origin that looks along -z, with x to the right and y up, in centimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Of the picture, in pixels.
    pub width: usize,
    pub height: usize,
    /// In pixels.
    pub focal: f32,
}

impl Camera {
    /// A webcam: 62 degrees across the picture's width.
    pub fn webcam(width: usize, height: usize) -> Self {
        Self { width, height, focal: 0.83 * width as f32 }
    }

    /// Where a point in front of the camera appears: x right and y down, in pixels.
    pub fn project(&self, point: Vec3) -> [f32; 2] {
        // What is beside or behind the lens is put far outside the picture.
        let scale = self.focal / (-point.z).max(1e-3);
        [self.width as f32 / 2.0 + scale * point.x, self.height as f32 / 2.0 - scale * point.y]
    }

    /// The direction of length 1 in which a place of the picture is seen.
    pub fn ray(&self, x: f32, y: f32) -> Vec3 {
        vec3((x - self.width as f32 / 2.0) / self.focal, (self.height as f32 / 2.0 - y) / self.focal, -1.0).normalised()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_on_a_ray_appears_where_the_ray_was_sent() {
        let camera = Camera::webcam(640, 480);
        let [x, y] = camera.project(camera.ray(123.0, 321.0) * 46.0);
        assert!((x - 123.0).abs() < 0.01 && (y - 321.0).abs() < 0.01);
    }

    #[test]
    fn the_middle_of_the_picture_is_straight_ahead() {
        assert_eq!(Camera::webcam(640, 480).project(vec3(0.0, 0.0, -50.0)), [320.0, 240.0]);
    }
}
