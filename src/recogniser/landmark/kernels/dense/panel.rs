//! Arranges the weights of a convolution in the order in which they are used.

use crate::recogniser::landmark::plan::Convolution;

/// The weights of a few neighbouring output channels.
#[derive(Debug)]
pub(super) struct Panel {
    /// The first output channel.
    pub(super) first: usize,
    pub(super) lanes: usize,
    /// `[input][lane]`.
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Panel {
    /// Cuts all output channels of a convolution into panels.
    pub(super) fn cut(convolution: &Convolution) -> Vec<Self> {
        let outputs = convolution.bias.len();
        let mut panels = Vec::new();
        let mut first = 0;
        while first < outputs {
            let lanes = panel_lanes(outputs - first);
            panels.push(Self::new(convolution, first, lanes));
            first += lanes;
        }
        panels
    }

    fn new(convolution: &Convolution, first: usize, lanes: usize) -> Self {
        let outputs = convolution.bias.len();
        let inputs = convolution.kernel.len() / outputs;
        let mut weights = vec![0.0; inputs * lanes];
        let mut bias = vec![0.0; lanes];
        for lane in 0..lanes.min(outputs - first) {
            bias[lane] = convolution.bias[first + lane];
            let kernel = &convolution.kernel[(first + lane) * inputs..][..inputs];
            for (input, &weight) in kernel.iter().enumerate() {
                weights[input * lanes + lane] = weight;
            }
        }
        Self { first, lanes, weights, bias }
    }
}

/// Lanes of the next panel: 24 where that leaves whole panels of 16 behind it.
fn panel_lanes(left: usize) -> usize {
    match (left, left % 16) {
        (..=8, _) => 8,
        (17.., 1..=8) => 24,
        _ => 16,
    }
}
