//! The grid of places at which a detector looks.

/// Centres of all anchors as shares of the square picture of side `size`, in the order of the
/// detector's outputs.
///
/// Two per cell and layer; the layers of one stride are interleaved in one grid.
pub(super) fn anchors(size: usize, strides: &[usize]) -> Vec<[f32; 2]> {
    let mut anchors = Vec::new();
    for layers in strides.chunk_by(|one, next| one == next) {
        let cells = size / layers[0];
        for y in 0..cells {
            for x in 0..cells {
                let centre = [x, y].map(|index| (index as f32 + 0.5) / cells as f32);
                anchors.extend(std::iter::repeat_n(centre, 2 * layers.len()));
            }
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_of_one_stride_share_a_grid() {
        let anchors = anchors(192, &[8, 16, 16, 16]);
        assert_eq!(anchors.len(), 2016);
        assert_eq!(anchors[..3], [[0.5 / 24.0, 0.5 / 24.0], [0.5 / 24.0, 0.5 / 24.0], [1.5 / 24.0, 0.5 / 24.0]]);
        let second = 24 * 24 * 2;
        assert!(anchors[second..second + 6].iter().all(|&centre| centre == [0.5 / 12.0, 0.5 / 12.0]));
        assert_eq!(anchors[second + 6], [1.5 / 12.0, 0.5 / 12.0]);
    }
}
