//! Convolutions of each channel with a kernel of its own.

use super::{Epilogue, Isa, View, ViewMut, isa::multiply_add};
use crate::recogniser::landmark::plan::{Convolution, Window};

/// A depthwise convolution, ready to run.
#[derive(Debug)]
pub(in crate::recogniser::landmark) struct Depthwise {
    window: Window,
    /// `[height][width][channel]`.
    weights: Vec<f32>,
    bias: Vec<f32>,
    epilogue: Epilogue,
}

impl Depthwise {
    pub(in crate::recogniser::landmark) fn new(convolution: &Convolution) -> Self {
        Self {
            window: convolution.window,
            weights: convolution.kernel.clone(),
            bias: convolution.bias.clone(),
            epilogue: Epilogue::new(&convolution.before),
        }
    }

    pub(in crate::recogniser::landmark) fn run(&self, isa: Isa, source: View<'_>, target: ViewMut<'_>) {
        #[cfg(target_arch = "x86_64")]
        if isa.is_wide() {
            #[expect(unsafe_code, reason = "the processor has the features: Isa is made by detection only")]
            return unsafe { self.run_wide(source, target) };
        }
        self.run_with::<false>(source, target);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn run_wide(&self, source: View<'_>, target: ViewMut<'_>) {
        self.run_with::<true>(source, target);
    }

    #[inline(always)]
    fn run_with<const FUSED: bool>(&self, source: View<'_>, mut target: ViewMut<'_>) {
        let channels = target.layout.shape.channels;
        let row = source.layout.row();
        let [down, along] = self.window.stride;
        for y in 0..target.layout.shape.height {
            for (x, sums) in target.row(y).chunks_exact_mut(channels).enumerate() {
                sums.copy_from_slice(&self.bias);
                let start = source.layout.window(&self.window) + y * down * row + x * along * channels;
                for (index, weights) in self.weights.chunks_exact(channels).enumerate() {
                    let (dy, dx) = (index / self.window.width, index % self.window.width);
                    let inputs = &source.data[start + dy * row + dx * channels..][..channels];
                    for ((sum, weight), input) in sums.iter_mut().zip(weights).zip(inputs) {
                        *sum = multiply_add::<FUSED>(*input, *weight, *sum);
                    }
                }
                for (channel, sum) in sums.iter_mut().enumerate() {
                    let mut element = [*sum];
                    self.epilogue.apply(channel, &mut element);
                    [*sum] = element;
                }
            }
        }
    }
}
