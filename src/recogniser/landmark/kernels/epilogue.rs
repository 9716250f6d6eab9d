//! What is done to a sum before it is written.

use crate::recogniser::landmark::plan::Activation;

/// An activation with its parameters arranged for vectors of channels.
#[derive(Clone, Debug)]
pub(in crate::recogniser::landmark) enum Epilogue {
    Identity,
    Logistic,
    /// One slope per channel.
    Prelu(Vec<f32>),
    Relu6,
}

impl Epilogue {
    pub(in crate::recogniser::landmark) fn new(activation: &Activation) -> Self {
        match activation {
            Activation::Identity => Self::Identity,
            Activation::Logistic => Self::Logistic,
            Activation::Prelu(slopes) => Self::Prelu(slopes.clone()),
            Activation::Relu6 => Self::Relu6,
        }
    }

    /// The slopes of `N` channels from `first` on.
    pub(super) fn slopes<const N: usize>(&self, first: usize) -> Option<&[f32; N]> {
        let Self::Prelu(slopes) = self else { return None };
        slopes.get(first..)?.first_chunk()
    }

    /// Applied to `N` consecutive channels of which `first` is the first; where the value ends
    /// earlier, what is behind its end is ignored.
    #[inline(always)]
    pub(super) fn apply<const N: usize>(&self, first: usize, sums: &mut [f32; N]) {
        match self {
            Self::Identity => {}
            Self::Logistic => sums.iter_mut().for_each(|sum| *sum = 1.0 / (1.0 + (-*sum).exp())),
            Self::Prelu(slopes) => {
                for (sum, slope) in sums.iter_mut().zip(&slopes[first..]) {
                    *sum = if *sum < 0.0 { *sum * slope } else { *sum };
                }
            }
            Self::Relu6 => sums.iter_mut().for_each(|sum| *sum = relu6(*sum)),
        }
    }

    /// Applied to all channels of a pixel.
    #[inline(always)]
    pub(super) fn apply_all(&self, sums: &mut [f32]) {
        match self {
            Self::Identity => {}
            Self::Logistic => sums.iter_mut().for_each(|sum| *sum = 1.0 / (1.0 + (-*sum).exp())),
            Self::Prelu(slopes) => {
                for (sum, slope) in sums.iter_mut().zip(slopes) {
                    *sum = if *sum < 0.0 { *sum * slope } else { *sum };
                }
            }
            Self::Relu6 => sums.iter_mut().for_each(|sum| *sum = relu6(*sum)),
        }
    }
}

#[inline(always)]
#[expect(clippy::manual_clamp, reason = "one instruction each in a vector, where clamp compares and blends")]
pub(super) fn relu6(sum: f32) -> f32 {
    sum.max(0.0).min(6.0)
}
