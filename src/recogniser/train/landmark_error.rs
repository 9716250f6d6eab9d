//! Errs like a hand tracker does.

use super::random::Random;
use crate::recogniser::features::Outline;

/// Correlated Gaussian error of 21 landmarks.
pub(super) struct LandmarkError {
    /// Cholesky factor of the covariance, lower triangle row by row.
    factor: Vec<Vec<f32>>,
}

impl LandmarkError {
    /// As measured; the table beside this file tells how.
    pub(super) fn measured() -> Self {
        let covariance: Vec<Vec<f32>> = include_str!("landmark_error.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_whitespace().filter_map(|word| word.parse().ok()).map(|c: f32| c * 1e-7).collect())
            .collect();
        Self { factor: cholesky(&covariance) }
    }

    /// One hand's error in units of its box's diagonal; 1 is the measured size.
    pub(super) fn draw(&self, size: f32, random: &mut Random) -> [[f32; 2]; 21] {
        let white: Vec<f32> = (0..42).map(|_| random.normal(size)).collect();
        let value = |row: usize| self.factor[row].iter().zip(&white).map(|(f, w)| f * w).sum();
        std::array::from_fn(|point| [value(2 * point), value(2 * point + 1)])
    }
}

/// Adds errors in units of the outline's own diagonal.
pub(super) fn displace(outline: &mut Outline, error: &[[f32; 2]; 21]) {
    let diagonal = diagonal(outline);
    for (point, error) in outline.0.iter_mut().zip(error) {
        point[0] += error[0] * diagonal;
        point[1] += error[1] * diagonal;
    }
}

/// Of the box around all landmarks.
fn diagonal(outline: &Outline) -> f32 {
    let extent = |axis: usize| {
        let values = outline.0.iter().map(|point| point[axis]);
        values.clone().fold(f32::MIN, f32::max) - values.fold(f32::MAX, f32::min)
    };
    extent(0).hypot(extent(1))
}

/// The lower triangle L with L Lᵀ = the matrix, whose lower triangle is given.
fn cholesky(matrix: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut factor: Vec<Vec<f32>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut out = vec![0.0; i + 1];
        for j in 0..i {
            let known: f32 = (0..j).map(|k| out[k] * factor[j][k]).sum();
            out[j] = (row[j] - known) / factor[j][j];
        }
        let known: f32 = out[..i].iter().map(|value| value * value).sum();
        // Centring made the measured matrix singular, and rounding can make it worse.
        out[i] = (row[i] - known).max(1e-7).sqrt();
        factor.push(out);
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawn_error_has_the_measured_size() {
        let error = LandmarkError::measured();
        let mut random = Random::new(1);
        let draws: Vec<_> = (0..2000).map(|_| error.draw(1.0, &mut random)).collect();
        for point in 0..21 {
            let deviation = (draws.iter().map(|d| d[point][0].powi(2)).sum::<f32>() / draws.len() as f32).sqrt();
            assert!((0.005..0.05).contains(&deviation), "point {point}: {deviation}");
        }
    }
}
