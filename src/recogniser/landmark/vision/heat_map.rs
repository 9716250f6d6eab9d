//! Moves a point to where its heat map is warm.

/// The mean place of the cells around a point, weighted by how likely the point is in each, if it is
/// likely in any; places are shares of the map's sides.
///
/// `heat` holds logits, rows of cells of channels; each point has a channel of its own.
pub(super) fn refine(heat: &[f32], [rows, columns, channels]: [usize; 3], channel: usize, point: [f32; 2]) -> [f32; 2] {
    let Some((left, right)) = window(point[0], columns) else { return point };
    let Some((top, bottom)) = window(point[1], rows) else { return point };
    let (mut most, mut total, mut sums) = (0f32, 0f32, [0f32; 2]);
    for row in top..bottom {
        for column in left..right {
            let likely = 1.0 / (1.0 + (-heat[(row * columns + column) * channels + channel]).exp());
            most = most.max(likely);
            total += likely;
            sums[0] += likely * column as f32;
            sums[1] += likely * row as f32;
        }
    }
    if most < ENOUGH { point } else { [sums[0] / total / columns as f32, sums[1] / total / rows as f32] }
}

/// The cells around a point along one side; `None` outside of the map.
fn window(point: f32, cells: usize) -> Option<(usize, usize)> {
    // Truncated towards zero, as the networks' authors do it.
    let cell = usize::try_from((point * cells as f32) as i64).ok().filter(|&cell| cell < cells)?;
    Some((cell.saturating_sub(REACH), (cell + REACH + 1).min(cells)))
}

/// Cells on either side: windows are nine wide. The published source says seven; the released
/// program behaves like nine, which agrees with it thirteen times better.
const REACH: usize = 4;
/// A map that is nowhere warmer knows nothing.
const ENOUGH: f32 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: [usize; 3] = [16, 16, 2];

    /// Warm in one cell of the second channel, cold in all others.
    fn warm(row: usize, column: usize, logit: f32) -> Vec<f32> {
        let mut heat = vec![-100.0; 16 * 16 * 2];
        heat[(row * 16 + column) * 2 + 1] = logit;
        heat
    }

    fn is_close(one: [f32; 2], other: [f32; 2]) -> bool {
        (one[0] - other[0]).hypot(one[1] - other[1]) < 1e-6
    }

    #[test]
    fn a_point_moves_to_the_warm_cell_of_its_own_channel() {
        let heat = warm(10, 6, 3.0);
        assert!(is_close(refine(&heat, SHAPE, 1, [0.5, 0.5]), [6.0 / 16.0, 10.0 / 16.0]));
        assert_eq!(refine(&heat, SHAPE, 0, [0.5, 0.5]), [0.5, 0.5]);
    }

    #[test]
    fn four_cells_away_is_seen_and_five_is_not() {
        let point = [0.5, 0.5];
        assert!(is_close(refine(&warm(8, 12, 3.0), SHAPE, 1, point), [12.0 / 16.0, 0.5]));
        assert!(is_close(refine(&warm(4, 8, 3.0), SHAPE, 1, point), [0.5, 4.0 / 16.0]));
        assert_eq!(refine(&warm(8, 13, 3.0), SHAPE, 1, point), point);
        assert_eq!(refine(&warm(3, 8, 3.0), SHAPE, 1, point), point);
    }

    #[test]
    fn a_lukewarm_map_moves_nothing() {
        assert_eq!(refine(&warm(8, 9, -0.1), SHAPE, 1, [0.5, 0.5]), [0.5, 0.5]);
    }

    #[test]
    fn points_outside_of_the_map_stay() {
        let heat = warm(0, 0, 3.0);
        for point in [[-0.1, 0.5], [0.5, 1.0], [f32::INFINITY, 0.0], [0.0, f32::NEG_INFINITY]] {
            assert_eq!(refine(&heat, SHAPE, 1, point), point);
        }
    }
}
