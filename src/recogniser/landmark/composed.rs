//! Runs a plan with Candle's own operations, the check of our kernels: slower, but on any device.

use candle_core::{Device, Result, Tensor};

use super::plan::{Activation, Border, Convolution, Operation, Plan, Shape, Step};

/// A plan on a device.
#[derive(Debug)]
pub struct Composed<'a> {
    plan: &'a Plan,
    device: Device,
}

impl<'a> Composed<'a> {
    /// The plan on the CPU.
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, device: Device::Cpu }
    }

    /// Runs the plan on an image of rows of pixels of channels; all outputs come one after the
    /// other.
    pub fn forward(&self, image: &[f32]) -> Result<Vec<f32>> {
        let mut values = vec![None; self.plan.values.len()];
        let Shape { height, width, channels } = self.plan.values[Plan::INPUT.0];
        let image = Tensor::from_slice(image, (1, height, width, channels), &self.device)?;
        values[Plan::INPUT.0] = Some(channels_first(&image)?);
        for step in &self.plan.steps {
            let inputs = step.inputs.iter().map(|input| value(&values, input.0)).collect::<Result<Vec<_>>>()?;
            let output = self.step(step, &inputs)?;
            values[step.output.0] = Some(output);
        }
        let mut outputs = Vec::new();
        for output in &self.plan.outputs {
            outputs.extend(flat(&value(&values, output.0)?)?.to_vec1::<f32>()?);
        }
        Ok(outputs)
    }

    fn step(&self, step: &Step, inputs: &[Tensor]) -> Result<Tensor> {
        let shape = self.plan.values[step.output.0];
        let first = &inputs[0];
        match &step.operation {
            Operation::Add(activation) => self.activate(&(first + &inputs[1])?, activation),
            Operation::Concatenate => {
                let all = inputs.iter().map(flat).collect::<Result<Vec<_>>>()?;
                let all = Tensor::cat(&all, 0)?.reshape((1, shape.height, shape.width, shape.channels))?;
                channels_first(&all)
            }
            Operation::Convolve(convolution) => {
                let Convolution { window, .. } = convolution;
                let size = (shape.channels, window.height, window.width, first.dim(1)?);
                let kernel = Tensor::from_slice(&convolution.kernel, size, &self.device)?;
                let kernel = kernel.permute((0, 3, 1, 2))?.contiguous()?;
                self.convolve(convolution, first, inputs.get(1), &kernel, 1)
            }
            Operation::Depthwise(convolution) => {
                let size = (convolution.window.height, convolution.window.width, shape.channels);
                let kernel = Tensor::from_slice(&convolution.kernel, size, &self.device)?;
                let kernel = kernel.permute((2, 0, 1))?.unsqueeze(1)?.contiguous()?;
                self.convolve(convolution, first, None, &kernel, shape.channels)
            }
            Operation::DepthToSpace { block } => {
                let (_, _, height, width) = first.dims4()?;
                let pixels = first.permute((0, 2, 3, 1))?.reshape((height, width, *block, *block, shape.channels))?;
                let pixels =
                    pixels.permute((0, 2, 1, 3, 4))?.reshape((1, shape.height, shape.width, shape.channels))?;
                channels_first(&pixels)
            }
            Operation::MaxPool(window) => {
                first.max_pool2d_with_stride((window.height, window.width), (window.stride[0], window.stride[1]))
            }
            Operation::Mean => first.mean_keepdim((2, 3)),
            Operation::Resize => first.upsample_bilinear2d(shape.height, shape.width, false),
        }
    }

    fn convolve(
        &self,
        convolution: &Convolution,
        input: &Tensor,
        residual: Option<&Tensor>,
        kernel: &Tensor,
        groups: usize,
    ) -> Result<Tensor> {
        let [down, along] = convolution.window.stride;
        if down != along {
            candle_core::bail!("the strides of a convolution differ");
        }
        // Candle pads both sides alike; the networks need uneven borders.
        let Border { top, bottom, left, right } = convolution.window.border;
        let input = input.pad_with_zeros(2, top, bottom)?.pad_with_zeros(3, left, right)?.contiguous()?;
        let sums = input.conv2d(kernel, 0, down, 1, groups)?;
        let bias = Tensor::from_slice(&convolution.bias, (1, convolution.bias.len(), 1, 1), &self.device)?;
        let mut sums = self.activate(&sums.broadcast_add(&bias)?, &convolution.before)?;
        if let Some(residual) = residual {
            sums = (&sums + residual.pad_with_zeros(1, 0, sums.dim(1)? - residual.dim(1)?)?)?;
        }
        self.activate(&sums, &convolution.after)
    }

    fn activate(&self, sums: &Tensor, activation: &Activation) -> Result<Tensor> {
        match activation {
            Activation::Identity => Ok(sums.clone()),
            Activation::Logistic => (sums.neg()?.exp()? + 1.0)?.recip(),
            Activation::Prelu(slopes) => {
                let slopes = Tensor::from_slice(slopes, (1, slopes.len(), 1, 1), &self.device)?;
                sums.relu()? - sums.neg()?.relu()?.broadcast_mul(&slopes)?
            }
            Activation::Relu6 => sums.clamp(0f32, 6f32),
        }
    }
}

fn value(values: &[Option<Tensor>], index: usize) -> Result<Tensor> {
    match &values[index] {
        Some(value) => Ok(value.clone()),
        None => candle_core::bail!("a step reads value {index} before it is computed"),
    }
}

fn channels_first(pixels: &Tensor) -> Result<Tensor> {
    pixels.permute((0, 3, 1, 2))?.contiguous()
}

/// All elements as rows of pixels of channels.
fn flat(value: &Tensor) -> Result<Tensor> {
    value.permute((0, 2, 3, 1))?.contiguous()?.flatten_all()
}
