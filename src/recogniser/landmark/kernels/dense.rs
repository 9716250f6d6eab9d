//! Convolutions whose outputs see all input channels, as a matrix product in register tiles.
//!
//! Output channels are cut into panels whose weights lie in the order in which they are used. A
//! tile of a few pixels times one panel stays in registers while all inputs pass by; a larger
//! kernel is the same product in one stretch of inputs per kernel row.

mod panel;
mod pixels;

use panel::Panel;
use pixels::{Pixels, Place};

use super::{Epilogue, Isa, View, ViewMut, epilogue::relu6, isa::multiply_add};
use crate::recogniser::landmark::plan::{Convolution, Window};

/// A dense convolution, ready to run.
#[derive(Debug)]
pub(in crate::recogniser::landmark) struct Dense {
    window: Window,
    /// Inputs of one kernel row: kernel width times input channels.
    stretch: usize,
    outputs: usize,
    panels: Vec<Panel>,
    before: Epilogue,
    after: Epilogue,
}

impl Dense {
    /// Arranges the weights of a convolution over so many input channels.
    pub(in crate::recogniser::landmark) fn new(convolution: &Convolution, channels: usize) -> Self {
        let window = convolution.window;
        Self {
            window,
            stretch: window.width * channels,
            outputs: convolution.bias.len(),
            panels: Panel::cut(convolution),
            before: Epilogue::new(&convolution.before),
            after: Epilogue::new(&convolution.after),
        }
    }

    /// Computes all pixels of the target; the residual is added in the middle.
    pub(in crate::recogniser::landmark) fn run(
        &self,
        isa: Isa,
        source: View<'_>,
        residual: Option<View<'_>>,
        target: ViewMut<'_>,
    ) {
        #[cfg(target_arch = "x86_64")]
        if isa.is_wide() {
            #[expect(unsafe_code, reason = "the processor has the features: Isa is made by detection only")]
            return unsafe { self.run_wide(source, residual, target) };
        }
        self.run_with::<false>(source, residual, target);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn run_wide(&self, source: View<'_>, residual: Option<View<'_>>, target: ViewMut<'_>) {
        self.run_with::<true>(source, residual, target);
    }

    #[inline(always)]
    fn run_with<const FUSED: bool>(&self, source: View<'_>, residual: Option<View<'_>>, target: ViewMut<'_>) {
        match (&self.before, residual.is_some(), &self.after) {
            (Epilogue::Identity, false, Epilogue::Identity) => self.blocks::<FUSED, PLAIN>(source, residual, target),
            (Epilogue::Relu6, false, Epilogue::Identity) => self.blocks::<FUSED, CLAMPED>(source, residual, target),
            (Epilogue::Identity, true, Epilogue::Identity) => self.blocks::<FUSED, JOINED>(source, residual, target),
            (Epilogue::Identity, true, Epilogue::Prelu(_)) => {
                self.blocks::<FUSED, JOINED_PRELU>(source, residual, target);
            }
            _ => self.blocks::<FUSED, ANY>(source, residual, target),
        }
    }

    /// All panels for one block of pixels after the other: what such a block has for inputs stays
    /// in the second-level cache while all panels pass.
    #[inline(always)]
    fn blocks<const FUSED: bool, const FINISH: u8>(
        &self,
        source: View<'_>,
        residual: Option<View<'_>>,
        target: ViewMut<'_>,
    ) {
        let mut pixels = Pixels::new(&self.window, source, residual, &target);
        let inputs = self.stretch * self.window.height;
        let block = (BLOCK_BYTES / (inputs * size_of::<f32>())).max(MAX_ROWS);
        while pixels.left > 0 {
            let start = pixels.clone();
            let end = start.left.saturating_sub(block);
            for panel in &self.panels {
                pixels = start.clone();
                match panel.lanes {
                    24 => self.stripe::<3, 24, FUSED, FINISH>(panel, &mut pixels, end, source, residual, target.data),
                    16 => self.stripe::<6, 16, FUSED, FINISH>(panel, &mut pixels, end, source, residual, target.data),
                    _ => self.stripe::<6, 8, FUSED, FINISH>(panel, &mut pixels, end, source, residual, target.data),
                }
            }
        }
    }

    /// One panel for the pixels of one block, tile by tile.
    #[inline(always)]
    fn stripe<const ROWS: usize, const LANES: usize, const FUSED: bool, const FINISH: u8>(
        &self,
        panel: &Panel,
        pixels: &mut Pixels,
        end: usize,
        source: View<'_>,
        residual: Option<View<'_>>,
        target: &mut [f32],
    ) {
        let row = source.layout.row();
        let lanes = LANES.min(self.outputs - panel.first);
        let bias: &[f32; LANES] = panel.bias.first_chunk().expect("a panel's bias has as many lanes as the panel");
        let slopes = match self.after.slopes(panel.first) {
            Some(slopes) if FINISH == JOINED_PRELU => *slopes,
            _ => [0.0; LANES],
        };
        // A panel that is cut short, or whose residual is, takes the slow way to the end.
        let is_quick = FINISH != ANY
            && lanes == LANES
            && residual.is_none_or(|residual| residual.layout.shape.channels >= panel.first + LANES);
        while pixels.left > end {
            let count = ROWS.min(pixels.left - end);
            let mut places = [pixels.place; ROWS];
            for index in 0..ROWS {
                // A tile at the end repeats its last pixel: one kernel for all.
                places[index] = if index < count { pixels.place } else { places[index - 1] };
                if index < count {
                    pixels.advance();
                }
            }
            let mut sums = [*bias; ROWS];
            for (stretch, weights) in panel.weights.chunks_exact(self.stretch * LANES).enumerate() {
                let mut inputs: [&[f32]; ROWS] = [&[]; ROWS];
                for index in 0..ROWS {
                    inputs[index] = &source.data[places[index].source + stretch * row..];
                }
                product::<ROWS, LANES, FUSED>(&mut sums, inputs, weights, self.stretch);
            }
            if !is_quick {
                for (sums, place) in sums.iter_mut().zip(&places) {
                    self.finish(panel.first, lanes, sums, place, residual, target);
                }
                continue;
            }
            for index in 0..ROWS {
                let mut sums = sums[index];
                if let (JOINED | JOINED_PRELU, Some(residual)) = (FINISH, residual) {
                    let given = &residual.data[places[index].residual + panel.first..][..LANES];
                    for lane in 0..LANES {
                        sums[lane] += given[lane];
                    }
                }
                let outputs = &mut target[places[index].target + panel.first..][..LANES];
                for lane in 0..LANES {
                    let sum = sums[lane];
                    outputs[lane] = match FINISH {
                        CLAMPED => relu6(sum),
                        JOINED_PRELU => sum.max(0.0) + slopes[lane] * sum.min(0.0),
                        _ => sum,
                    };
                }
            }
        }
    }

    /// Activations and residual of one pixel, whatever they are.
    #[inline(always)]
    fn finish<const LANES: usize>(
        &self,
        first: usize,
        lanes: usize,
        sums: &mut [f32; LANES],
        place: &Place,
        residual: Option<View<'_>>,
        target: &mut [f32],
    ) {
        self.before.apply(first, sums);
        if let Some(residual) = residual {
            let channels = residual.layout.shape.channels;
            let start = place.residual + first.min(channels);
            let given = &residual.data[start..start + lanes.min(channels.saturating_sub(first))];
            match given.first_chunk::<LANES>() {
                Some(given) => sums.iter_mut().zip(given).for_each(|(sum, residual)| *sum += residual),
                None => sums.iter_mut().zip(given).for_each(|(sum, residual)| *sum += residual),
            }
        }
        self.after.apply(first, sums);
        let outputs = &mut target[place.target + first..][..lanes];
        match outputs.first_chunk_mut() {
            Some(outputs) => *outputs = *sums,
            None => outputs.copy_from_slice(&sums[..lanes]),
        }
    }
}

/// `sums[row][lane] += inputs[row][k] * weights[k][lane]` for all `k`.
#[inline(always)]
fn product<const ROWS: usize, const LANES: usize, const FUSED: bool>(
    sums: &mut [[f32; LANES]; ROWS],
    mut inputs: [&[f32]; ROWS],
    weights: &[f32],
    length: usize,
) {
    // One length for all: the loop is then free of tests.
    for input in &mut inputs {
        *input = &input[..length];
    }
    let weights = &weights.as_chunks::<LANES>().0[..length];
    let mut registers = *sums;
    for k in 0..length {
        let weights = weights[k];
        for row in 0..ROWS {
            let input = inputs[row][k];
            for lane in 0..LANES {
                registers[row][lane] = multiply_add::<FUSED>(input, weights[lane], registers[row][lane]);
            }
        }
    }
    *sums = registers;
}

/// How a tile is finished, known when it is compiled: nothing to do, clamped to 0..6, a residual
/// added, the same with slopes for what is negative, or whatever the epilogues say.
const PLAIN: u8 = 0;
const CLAMPED: u8 = 1;
const JOINED: u8 = 2;
const JOINED_PRELU: u8 = 3;
const ANY: u8 = 4;
/// Half of the second-level cache of a small server core.
const BLOCK_BYTES: usize = 256 * 1024;
/// Pixels of the largest tile.
const MAX_ROWS: usize = 6;
