//! Convolutions of each channel with a kernel of its own.
//!
//! Four neighbouring pixels of one row are computed at once, one row of the kernel after the other:
//! they share the weights and most of their inputs. The innermost loop is a long one over channels,
//! which is the form that the compiler turns into vectors; short loops over a few lanes it does not.

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
    fn run_with<const FUSED: bool>(&self, source: View<'_>, target: ViewMut<'_>) {
        match (self.window.height, self.window.width, self.window.stride) {
            (3, 3, [1, 1]) => self.rows::<3, 1, 6, FUSED>(source, target),
            (3, 3, [2, 2]) => self.rows::<3, 2, 9, FUSED>(source, target),
            (5, 5, [1, 1]) => self.rows::<5, 1, 8, FUSED>(source, target),
            (5, 5, [2, 2]) => self.rows::<5, 2, 11, FUSED>(source, target),
            _ => self.any::<FUSED>(source, target),
        }
    }

    /// A square kernel of side `K` and step `S`: four pixels at a time, which see `SPAN` pixels of
    /// each input row.
    #[inline(always)]
    fn rows<const K: usize, const S: usize, const SPAN: usize, const FUSED: bool>(
        &self,
        source: View<'_>,
        mut target: ViewMut<'_>,
    ) {
        let (channels, row) = (self.bias.len(), source.layout.row());
        let shape = target.layout.shape;
        if shape.width < GROUP {
            return self.any::<FUSED>(source, target);
        }
        let start = source.layout.window(&self.window);
        for y in 0..shape.height {
            let outputs = target.row(y);
            for x in (0..shape.width).step_by(GROUP) {
                // The last group is moved back over pixels that are done already.
                let x = x.min(shape.width - GROUP);
                let (one, rest) = outputs[x * channels..(x + GROUP) * channels].split_at_mut(channels);
                let (two, rest) = rest.split_at_mut(channels);
                let (three, four) = rest.split_at_mut(channels);
                for sums in [&mut *one, &mut *two, &mut *three, &mut *four] {
                    sums.copy_from_slice(&self.bias);
                }
                let first = start + y * S * row + x * S * channels;
                for (dy, weights) in self.weights.chunks_exact(K * channels).enumerate() {
                    let inputs = &source.data[first + dy * row..][..SPAN * channels];
                    sweep::<K, S, SPAN, FUSED>(channels, inputs, weights, one, two, three, four);
                }
                for sums in [one, two, three, four] {
                    self.epilogue.apply_all(sums);
                }
            }
        }
    }

    /// Any kernel and any width, pixel by pixel.
    #[inline(always)]
    fn any<const FUSED: bool>(&self, source: View<'_>, mut target: ViewMut<'_>) {
        let (channels, row) = (self.bias.len(), source.layout.row());
        let Window { width, stride: [down, along], .. } = self.window;
        let start = source.layout.window(&self.window);
        for y in 0..target.layout.shape.height {
            for (x, sums) in target.row(y).chunks_exact_mut(channels).enumerate() {
                sums.copy_from_slice(&self.bias);
                let first = start + y * down * row + x * along * channels;
                for (tap, weights) in self.weights.chunks_exact(channels).enumerate() {
                    let inputs = &source.data[first + tap / width * row + tap % width * channels..][..channels];
                    for ((sum, weight), input) in sums.iter_mut().zip(weights).zip(inputs) {
                        *sum = multiply_add::<FUSED>(*input, *weight, *sum);
                    }
                }
                self.epilogue.apply_all(sums);
            }
        }
    }
}

/// Adds what one row of the kernel contributes to four neighbouring pixels. The sums are arguments
/// of their own so that the compiler knows that they do not overlap.
#[inline(always)]
fn sweep<const K: usize, const S: usize, const SPAN: usize, const FUSED: bool>(
    channels: usize,
    inputs: &[f32],
    weights: &[f32],
    one: &mut [f32],
    two: &mut [f32],
    three: &mut [f32],
    four: &mut [f32],
) {
    let inputs: [&[f32]; SPAN] = std::array::from_fn(|index| &inputs[index * channels..(index + 1) * channels]);
    let weights: [&[f32]; K] = std::array::from_fn(|index| &weights[index * channels..(index + 1) * channels]);
    let (one, two) = (&mut one[..channels], &mut two[..channels]);
    let (three, four) = (&mut three[..channels], &mut four[..channels]);
    for channel in 0..channels {
        let mut sums = [one[channel], two[channel], three[channel], four[channel]];
        for dx in 0..K {
            for (pixel, sum) in sums.iter_mut().enumerate() {
                *sum = multiply_add::<FUSED>(inputs[pixel * S + dx][channel], weights[dx][channel], *sum);
            }
        }
        [one[channel], two[channel], three[channel], four[channel]] = sums;
    }
}

/// Neighbouring pixels that are computed together.
const GROUP: usize = 4;
