//! The short list of fused steps that a network is lowered to.
//!
//! Both executors, our own kernels and Candle's operations, run the same list.

mod lower;
mod window;

pub use lower::PlanError;
pub use window::{Border, Window};

use super::tflite::Graph;

/// A network as a list of steps.
#[derive(Debug)]
pub struct Plan {
    /// The shape of every value; value 0 is the input.
    pub values: Vec<Shape>,
    pub steps: Vec<Step>,
    /// The values that were asked for, in that order.
    pub outputs: Vec<ValueId>,
}

impl Plan {
    /// Lowers a graph; of its outputs only the `wanted` ones (indices in the file's order) are
    /// computed, and of its operators only those that these need.
    pub fn lower(graph: &Graph, wanted: &[usize]) -> Result<Self, PlanError> {
        lower::lower(graph, wanted)
    }

    /// The value that a network is given.
    pub const INPUT: ValueId = ValueId(0);
}

/// A value: the input, or what one step computes.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ValueId(pub usize);

/// Height, width and channels of a value: rows of pixels of channels, batch 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl Shape {
    pub fn elements(&self) -> usize {
        self.height * self.width * self.channels
    }
}

/// One step: what it computes from which values.
#[derive(Debug)]
pub struct Step {
    pub operation: Operation,
    pub inputs: Vec<ValueId>,
    pub output: ValueId,
}

/// What a step computes.
#[derive(Debug)]
pub enum Operation {
    /// The sum of two values, then an activation.
    Add(Activation),
    /// All elements of all inputs, one after the other.
    Concatenate,
    /// A dense convolution. A second input is its residual; it may have fewer channels.
    Convolve(Convolution),
    /// Blocks of channels become blocks of pixels.
    DepthToSpace { block: usize },
    /// A convolution of each channel with its own kernel, `[height, width, channels]`.
    Depthwise(Convolution),
    /// The largest of each window without padding.
    MaxPool(Window),
    /// The mean over all pixels.
    Mean,
    /// Bilinear with half-pixel centres.
    Resize,
}

/// `after(before(convolution + bias) + residual)`.
#[derive(Debug)]
pub struct Convolution {
    pub window: Window,
    /// `[outputs, height, width, inputs]`.
    pub kernel: Vec<f32>,
    /// One per output channel.
    pub bias: Vec<f32>,
    pub before: Activation,
    pub after: Activation,
}

/// A function applied to each element.
#[derive(Clone, Debug, PartialEq)]
pub enum Activation {
    Identity,
    Logistic,
    /// Negative elements are multiplied by their channel's slope.
    Prelu(Vec<f32>),
    /// Clamped to 0..6.
    Relu6,
}
