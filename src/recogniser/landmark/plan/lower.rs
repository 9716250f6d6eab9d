//! Lowers a graph to steps, folding what a convolution can do by the way.
//!
//! An addition becomes the residual of a convolution that feeds only it, an activation becomes
//! part of the convolution before it, padding with zeros becomes a border.

use std::collections::HashMap;

use super::{Activation, Border, Convolution, Operation, Plan, Shape, Step, ValueId, Window};
use crate::recogniser::landmark::tflite::{self, Constant, Graph, Kind, Operator, Padding};

/// Why a graph cannot be lowered.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// An operand that must be a weight is computed, or the other way round.
    #[error("an operand is missing or is not of the kind that its operator needs")]
    Operand,
    /// The graph has no such output.
    #[error("the network has no output {0}")]
    Output(usize),
    /// The shapes of an operator's operands do not go together.
    #[error("the shapes of an operator's operands do not fit each other")]
    Shape,
    /// Something that no published landmark network does.
    #[error("the network uses {0}, which is not supported")]
    Unsupported(&'static str),
}

pub(super) fn lower(graph: &Graph, wanted: &[usize]) -> Result<Plan, PlanError> {
    let wanted = wanted
        .iter()
        .map(|&output| graph.outputs.get(output).copied().ok_or(PlanError::Output(output)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut lowering = Lowering::new(graph, &wanted)?;
    for operator in live_operators(graph, &wanted) {
        lowering.operator(operator)?;
    }
    let outputs = wanted.iter().map(|&tensor| lowering.value(tensor)).collect::<Result<_, _>>()?;
    if lowering.values.iter().any(|shape| shape.elements() > MAX_ELEMENTS) {
        return Err(PlanError::Shape);
    }
    Ok(Plan { values: lowering.values, steps: lowering.steps, outputs })
}

/// The operators that the wanted tensors depend on, in order.
fn live_operators<'a>(graph: &'a Graph, wanted: &[usize]) -> Vec<&'a Operator> {
    let mut needed = vec![false; graph.tensors.len()];
    wanted.iter().for_each(|&tensor| needed[tensor] = true);
    let mut live = Vec::new();
    for operator in graph.operators.iter().rev() {
        if operator.outputs.iter().any(|&tensor| needed[tensor]) {
            operator.inputs.iter().for_each(|&tensor| needed[tensor] = true);
            live.push(operator);
        }
    }
    live.reverse();
    live
}

struct Lowering<'a> {
    graph: &'a Graph,
    /// How often a tensor is read by live operators or asked for.
    readers: Vec<usize>,
    values: Vec<Shape>,
    steps: Vec<Step>,
    /// What became of each tensor that has been computed so far.
    tensors: HashMap<usize, Lowered<'a>>,
}

/// What a tensor became.
#[derive(Clone, Copy)]
enum Lowered<'a> {
    Constant(&'a Constant),
    Value(ValueId),
    /// A value with zeros around it that nobody has written.
    Bordered(ValueId, Border),
    /// A value with channels of zeros behind it that nobody has written.
    Widened(ValueId, Shape),
}

impl<'a> Lowering<'a> {
    fn new(graph: &'a Graph, wanted: &[usize]) -> Result<Self, PlanError> {
        let [input] = *graph.inputs else { return Err(PlanError::Unsupported("more than one input")) };
        let mut readers = vec![0; graph.tensors.len()];
        let operands = live_operators(graph, wanted).into_iter().flat_map(|operator| &operator.inputs);
        operands.chain(wanted).for_each(|&tensor| readers[tensor] += 1);
        let constants = graph.tensors.iter().enumerate();
        Ok(Self {
            graph,
            readers,
            values: vec![shape_of(&graph.tensors[input].shape)?],
            steps: Vec::new(),
            tensors: constants
                .filter_map(|(index, tensor)| Some((index, Lowered::Constant(tensor.constant.as_ref()?))))
                .chain([(input, Lowered::Value(Plan::INPUT))])
                .collect(),
        })
    }

    fn operator(&mut self, operator: &'a Operator) -> Result<(), PlanError> {
        let [output] = *operator.outputs else { return Err(PlanError::Unsupported("several results")) };
        let input = |index: usize| operator.inputs.get(index).copied().ok_or(PlanError::Operand);
        let lowered = match operator.kind {
            Kind::Dequantize | Kind::Densify => Lowered::Constant(self.constant(input(0)?)?),
            Kind::Conv2d { padding, stride, activation } => {
                let shape = &self.graph.tensors[input(1)?].shape;
                let [outputs, height, width, channels] = **shape else { return Err(PlanError::Shape) };
                let window = self.window([height, width], stride, padding, input(0)?)?;
                self.convolve(operator, window, channels, outputs, activation)?
            }
            Kind::FullyConnected { activation } => {
                let shape = &self.graph.tensors[input(1)?].shape;
                let [outputs, channels] = **shape else { return Err(PlanError::Shape) };
                let window = Window { height: 1, width: 1, stride: [1, 1], border: Border::default() };
                self.convolve(operator, window, channels, outputs, activation)?
            }
            Kind::DepthwiseConv2d { padding, stride, activation } => {
                let shape = &self.graph.tensors[input(1)?].shape;
                let [1, height, width, channels] = **shape else { return Err(PlanError::Shape) };
                let window = self.window([height, width], stride, padding, input(0)?)?;
                let source = self.plain(input(0)?)?;
                if self.shape(source).channels != channels {
                    return Err(PlanError::Shape);
                }
                let convolution = self.convolution(operator, window, channels, activation)?;
                self.windowed(Operation::Depthwise(convolution), window, source, channels)?
            }
            Kind::Add { activation } => self.add([input(0)?, input(1)?], activation.into())?,
            Kind::Prelu => {
                let channels = self.shape(self.value(input(0)?)?).channels;
                let slopes = self.floats(input(1)?, channels)?;
                self.activate(input(0)?, Activation::Prelu(slopes))?
            }
            Kind::Logistic => self.activate(input(0)?, Activation::Logistic)?,
            Kind::Pad => self.pad(input(0)?, self.ints(input(1)?)?)?,
            Kind::MaxPool2d { padding, stride, window } => {
                let source = self.value(input(0)?)?;
                let Shape { height, width, channels } = self.shape(source);
                let window = Window::new(window, stride, padding, [height, width]);
                if window.border != Border::default() {
                    return Err(PlanError::Unsupported("a padded maximum"));
                }
                self.windowed(Operation::MaxPool(window), window, source, channels)?
            }
            Kind::Mean => {
                let source = self.value(input(0)?)?;
                if *self.ints(input(1)?)? != [1, 2] {
                    return Err(PlanError::Unsupported("a mean over other axes than the pixels"));
                }
                let channels = self.shape(source).channels;
                self.push(Operation::Mean, vec![source], Shape { height: 1, width: 1, channels })
            }
            Kind::ResizeBilinear => {
                let source = self.value(input(0)?)?;
                let [height, width] = **self.ints(input(1)?)? else { return Err(PlanError::Shape) };
                let size = |size: i32| match usize::try_from(size) {
                    Ok(size @ 1..=MAX_SIDE) => Ok(size),
                    _ => Err(PlanError::Shape),
                };
                let channels = self.shape(source).channels;
                let shape = Shape { height: size(height)?, width: size(width)?, channels };
                self.push(Operation::Resize, vec![source], shape)
            }
            Kind::DepthToSpace { block } => {
                let source = self.value(input(0)?)?;
                let Shape { height, width, channels } = self.shape(source);
                if channels % (block * block) != 0 {
                    return Err(PlanError::Shape);
                }
                let channels = channels / (block * block);
                let shape = Shape { height: height * block, width: width * block, channels };
                self.push(Operation::DepthToSpace { block }, vec![source], shape)
            }
            Kind::Reshape => {
                let source = self.value(input(0)?)?;
                let shape = shape_of(&self.graph.tensors[output].shape)?;
                self.push_flat(vec![source], shape)?
            }
            Kind::Concatenation { axis } => {
                let shape = &self.graph.tensors[output].shape;
                // Joining the elements one after the other is right only along the first axis that
                // has more than one.
                let axis = usize::try_from(axis).map_err(|_| PlanError::Unsupported("an axis from the end"))?;
                if shape.iter().take(axis).any(|&size| size != 1) {
                    return Err(PlanError::Unsupported("a concatenation of channels"));
                }
                let sources = operator.inputs.iter().map(|&tensor| self.value(tensor)).collect::<Result<_, _>>()?;
                self.push_flat(sources, shape_of(shape)?)?
            }
        };
        self.tensors.insert(output, lowered);
        Ok(())
    }

    fn convolve(
        &mut self,
        operator: &Operator,
        window: Window,
        inputs: usize,
        outputs: usize,
        activation: tflite::Activation,
    ) -> Result<Lowered<'a>, PlanError> {
        let source = self.plain(operator.inputs[0])?;
        if self.shape(source).channels != inputs {
            return Err(PlanError::Shape);
        }
        let convolution = self.convolution(operator, window, outputs, activation)?;
        self.windowed(Operation::Convolve(convolution), window, source, outputs)
    }

    fn convolution(
        &self,
        operator: &Operator,
        window: Window,
        outputs: usize,
        activation: tflite::Activation,
    ) -> Result<Convolution, PlanError> {
        let [_, kernel, bias] = *operator.inputs else { return Err(PlanError::Operand) };
        let elements = self.graph.tensors[kernel].shape.iter().product();
        Ok(Convolution {
            window,
            kernel: self.floats(kernel, elements)?,
            bias: self.floats(bias, outputs)?,
            before: activation.into(),
            after: Activation::Identity,
        })
    }

    /// A window over a tensor: zeros that were to be added to it become the window's own border.
    fn window(
        &self,
        size: [usize; 2],
        stride: [usize; 2],
        padding: Padding,
        tensor: usize,
    ) -> Result<Window, PlanError> {
        let shape = self.shape(self.plain(tensor)?);
        let window = Window::new(size, stride, padding, [shape.height, shape.width]);
        match (self.tensors.get(&tensor), padding) {
            (Some(&Lowered::Bordered(_, border)), Padding::Valid) => Ok(Window { border, ..window }),
            (Some(Lowered::Bordered(..)), Padding::Same) => Err(PlanError::Unsupported("padding twice")),
            _ => Ok(window),
        }
    }

    fn windowed(
        &mut self,
        operation: Operation,
        window: Window,
        source: ValueId,
        channels: usize,
    ) -> Result<Lowered<'a>, PlanError> {
        let Shape { height, width, .. } = self.shape(source);
        let [height, width] = window.output([height, width]).ok_or(PlanError::Shape)?;
        Ok(self.push(operation, vec![source], Shape { height, width, channels }))
    }

    fn add(&mut self, [left, right]: [usize; 2], activation: Activation) -> Result<Lowered<'a>, PlanError> {
        for (carrier, residual) in [(right, left), (left, right)] {
            let Some(step) = self.sole_convolution(carrier) else { continue };
            let (residual, shape) = match self.tensors.get(&residual) {
                Some(&Lowered::Widened(value, shape)) => (value, shape),
                _ => (self.value(residual)?, self.shape(self.value(residual)?)),
            };
            if shape != self.shape(self.steps[step].output) {
                return Err(PlanError::Shape);
            }
            // The convolution moves to the place of the addition: nobody else reads it, and there
            // the residual is known.
            let mut step = self.steps.remove(step);
            step.inputs.push(residual);
            if let Operation::Convolve(convolution) = &mut step.operation {
                convolution.after = activation;
            }
            let output = step.output;
            self.steps.push(step);
            return Ok(Lowered::Value(output));
        }
        let [left, right] = [self.value(left)?, self.value(right)?];
        if self.shape(left) != self.shape(right) {
            return Err(PlanError::Shape);
        }
        Ok(self.push(Operation::Add(activation), vec![left, right], self.shape(left)))
    }

    /// The convolution without a residual that computes this tensor for one reader alone.
    fn sole_convolution(&self, tensor: usize) -> Option<usize> {
        let &Lowered::Value(value) = self.tensors.get(&tensor)? else { return None };
        let step = self.steps.iter().position(|step| step.output == value)?;
        let carries = matches!(&self.steps[step].operation, Operation::Convolve(_));
        (carries && self.steps[step].inputs.len() == 1 && self.readers[tensor] == 1).then_some(step)
    }

    /// Appends an activation to the convolution that computes a tensor.
    fn activate(&mut self, tensor: usize, activation: Activation) -> Result<Lowered<'a>, PlanError> {
        let value = self.value(tensor)?;
        let step = self.steps.iter_mut().find(|step| step.output == value).ok_or(PlanError::Operand)?;
        let slot = match &mut step.operation {
            Operation::Add(after) => after,
            Operation::Convolve(convolution) if step.inputs.len() == 2 => &mut convolution.after,
            Operation::Convolve(convolution) => &mut convolution.before,
            _ => return Err(PlanError::Unsupported("an activation that follows no convolution")),
        };
        if *slot != Activation::Identity || self.readers[tensor] != 1 {
            return Err(PlanError::Unsupported("a second activation"));
        }
        *slot = activation;
        Ok(Lowered::Value(value))
    }

    fn pad(&self, tensor: usize, amounts: &[i32]) -> Result<Lowered<'a>, PlanError> {
        let value = self.value(tensor)?;
        let size = |amount: i32| match usize::try_from(amount) {
            Ok(size @ 0..=MAX_SIDE) => Ok(size),
            _ => Err(PlanError::Shape),
        };
        match *amounts {
            [0, 0, top, bottom, left, right, 0, 0] => Ok(Lowered::Bordered(
                value,
                Border { top: size(top)?, bottom: size(bottom)?, left: size(left)?, right: size(right)? },
            )),
            [0, 0, 0, 0, 0, 0, 0, more] => {
                let shape = self.shape(value);
                Ok(Lowered::Widened(value, Shape { channels: shape.channels + size(more)?, ..shape }))
            }
            _ => Err(PlanError::Unsupported("padding of both pixels and channels")),
        }
    }

    fn push_flat(&mut self, sources: Vec<ValueId>, shape: Shape) -> Result<Lowered<'a>, PlanError> {
        let elements = sources.iter().map(|&source| self.shape(source).elements()).sum::<usize>();
        if elements != shape.elements() {
            return Err(PlanError::Shape);
        }
        Ok(self.push(Operation::Concatenate, sources, shape))
    }

    fn push(&mut self, operation: Operation, inputs: Vec<ValueId>, shape: Shape) -> Lowered<'a> {
        let output = ValueId(self.values.len());
        self.values.push(shape);
        self.steps.push(Step { operation, inputs, output });
        Lowered::Value(output)
    }

    fn shape(&self, value: ValueId) -> Shape {
        self.values[value.0]
    }

    fn value(&self, tensor: usize) -> Result<ValueId, PlanError> {
        match self.tensors.get(&tensor) {
            Some(&Lowered::Value(value)) => Ok(value),
            _ => Err(PlanError::Operand),
        }
    }

    /// The value behind a tensor, whatever border it is to have.
    fn plain(&self, tensor: usize) -> Result<ValueId, PlanError> {
        match self.tensors.get(&tensor) {
            Some(&Lowered::Value(value) | &Lowered::Bordered(value, _)) => Ok(value),
            _ => Err(PlanError::Operand),
        }
    }

    fn constant(&self, tensor: usize) -> Result<&'a Constant, PlanError> {
        match self.tensors.get(&tensor) {
            Some(&Lowered::Constant(constant)) => Ok(constant),
            _ => Err(PlanError::Operand),
        }
    }

    /// Weights are copied, not taken: some biases are shared by many convolutions.
    fn floats(&self, tensor: usize, elements: usize) -> Result<Vec<f32>, PlanError> {
        match self.constant(tensor)? {
            Constant::Floats(values) if values.len() == elements => Ok(values.clone()),
            Constant::Floats(_) => Err(PlanError::Shape),
            Constant::Ints(_) => Err(PlanError::Operand),
        }
    }

    fn ints(&self, tensor: usize) -> Result<&'a Vec<i32>, PlanError> {
        match self.constant(tensor)? {
            Constant::Ints(values) => Ok(values),
            Constant::Floats(_) => Err(PlanError::Operand),
        }
    }
}

impl From<tflite::Activation> for Activation {
    fn from(activation: tflite::Activation) -> Self {
        match activation {
            tflite::Activation::Identity => Self::Identity,
            tflite::Activation::Relu6 => Self::Relu6,
        }
    }
}

/// A batch of one, with up to three further dimensions.
fn shape_of(dimensions: &[usize]) -> Result<Shape, PlanError> {
    let shape = match *dimensions {
        [1, height, width, channels] => Shape { height, width, channels },
        [1, width, channels] => Shape { height: 1, width, channels },
        [1, channels] => Shape { height: 1, width: 1, channels },
        _ => return Err(PlanError::Shape),
    };
    let sides = [shape.height, shape.width, shape.channels];
    if sides.iter().any(|side| !(1..=MAX_SIDE).contains(side)) {
        return Err(PlanError::Shape);
    }
    Ok(shape)
}

/// Longer than any side of a published landmark network's values.
const MAX_SIDE: usize = 4096;
/// Eight times the largest value of any published landmark network.
const MAX_ELEMENTS: usize = 1 << 24;
