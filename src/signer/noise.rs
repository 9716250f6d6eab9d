//! Smooth random values, over space for skin or cloth, over time for unsteady hands.

use rand::{Rng, rngs::StdRng};

use super::geometry::Vec3;

/// Smooth noise over space, 0 to 1, with features of about one unit.
pub(super) fn over_space(p: Vec3) -> f32 {
    let (x, y, z) = (p.x.floor(), p.y.floor(), p.z.floor());
    let ease = |f: f32| f * f * (3.0 - 2.0 * f);
    let (fx, fy, fz) = (ease(p.x - x), ease(p.y - y), ease(p.z - z));
    let (x, y, z) = (x as i32, y as i32, z as i32);
    let edge = |dy: i32, dz: i32| {
        let a = lattice(x, y + dy, z + dz);
        a + (lattice(x + 1, y + dy, z + dz) - a) * fx
    };
    let face = |dz: i32| {
        let a = edge(0, dz);
        a + (edge(1, dz) - a) * fy
    };
    let near = face(0);
    near + (face(1) - near) * fz
}

/// One value per frame that wanders around 0 with the given standard deviation; `width` is how
/// many frames a movement takes.
pub(super) fn over_time(frames: usize, deviation: f32, width: f32, random: &mut StdRng) -> Vec<f32> {
    let reach = (3.0 * width).ceil() as usize;
    let kernel: Vec<f32> =
        (0..=2 * reach).map(|i| (-0.5 * ((i as f32 - reach as f32) / width).powi(2)).exp()).collect();
    let gain = deviation / kernel.iter().map(|k| k * k).sum::<f32>().sqrt();
    let white: Vec<f32> = (0..frames + 2 * reach).map(|_| normal(random)).collect();
    white.windows(kernel.len()).map(|w| gain * w.iter().zip(&kernel).map(|(w, k)| w * k).sum::<f32>()).collect()
}

/// A normally distributed number: the sum of twelve uniform ones comes close enough here.
pub(super) fn normal(random: &mut StdRng) -> f32 {
    (0..12).map(|_| random.random::<f32>()).sum::<f32>() - 6.0
}

fn lattice(x: i32, y: i32, z: i32) -> f32 {
    let mut n = x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ z.wrapping_mul(83_492_791);
    n = (n ^ (n >> 13)).wrapping_mul(1_274_126_177);
    (n & 0xffff) as f32 / 65_536.0
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::signer::geometry::vec3;

    #[test]
    fn noise_over_space_is_smooth_and_bounded() {
        let values: Vec<f32> = (-500..500).map(|i| over_space(vec3(i as f32 * 0.013, 0.4, -2.7))).collect();
        assert!(values.iter().all(|v| (0.0..=1.0).contains(v)));
        assert!(values.windows(2).all(|w| (w[0] - w[1]).abs() < 0.05));
    }

    #[test]
    fn noise_over_time_has_the_deviation_asked_for() {
        let values = over_time(20_000, 2.0, 4.0, &mut StdRng::seed_from_u64(1));
        assert_eq!(values.len(), 20_000);
        let deviation = (values.iter().map(|v| v * v).sum::<f32>() / values.len() as f32).sqrt();
        assert!((1.8..2.2).contains(&deviation), "{deviation}");
    }
}
