//! Reads a network out of a TensorFlow Lite file.
//!
//! Of the format (`schema.fbs`, version 3) it knows what published landmark networks use: one
//! subgraph, float tensors, constants stored as f32, f16 or sparse f16. Constants are widened to
//! f32 once, here: on the CPU half floats are slower to multiply with than they are to widen.

mod constant;
mod flatbuffer;
mod operator;

use constant::Buffers;
use flatbuffer::Table;

pub use constant::Constant;
pub use flatbuffer::FormatError;
pub use operator::{Activation, Kind, Operator, Padding};

/// A network as its file describes it.
#[derive(Debug)]
pub struct Graph {
    pub tensors: Vec<Tensor>,
    /// In an order in which they can be executed.
    pub operators: Vec<Operator>,
    /// Indices into `tensors`.
    pub inputs: Vec<usize>,
    pub outputs: Vec<usize>,
}

/// A tensor of the graph.
#[derive(Debug)]
pub struct Tensor {
    pub shape: Vec<usize>,
    /// Its value, where it does not depend on the input.
    pub constant: Option<Constant>,
}

impl Graph {
    /// Parses a whole `.tflite` file.
    pub fn parse(file: &[u8]) -> Result<Self, FormatError> {
        if file.get(4..8) != Some(b"TFL3") {
            return Err(FormatError::Magic);
        }
        let model = Table::root(file)?;
        let codes = model.tables(1)?.map(|code| operator::code(&code?)).collect::<Result<Vec<_>, _>>()?;
        let buffers = Buffers::parse(&model)?;
        let mut subgraphs = model.tables(2)?;
        let subgraph = subgraphs.next().ok_or(FormatError::Truncated)??;
        if subgraphs.next().is_some() {
            return Err(FormatError::Unsupported("more than one subgraph"));
        }
        let tensors =
            subgraph.tables(0)?.map(|tensor| Tensor::parse(&tensor?, &buffers)).collect::<Result<Vec<_>, _>>()?;
        let graph = Self {
            operators: subgraph
                .tables(3)?
                .map(|operator| Operator::parse(&operator?, &codes))
                .collect::<Result<_, _>>()?,
            inputs: operator::indices(subgraph.ints(1)?)?,
            outputs: operator::indices(subgraph.ints(2)?)?,
            tensors,
        };
        graph.check_indices()?;
        Ok(graph)
    }

    fn check_indices(&self) -> Result<(), FormatError> {
        let operands = self.operators.iter().flat_map(|operator| operator.inputs.iter().chain(&operator.outputs));
        match operands.chain(&self.inputs).chain(&self.outputs).find(|&&index| index >= self.tensors.len()) {
            Some(&index) => Err(FormatError::Index(index)),
            None => Ok(()),
        }
    }
}

impl Tensor {
    fn parse(table: &Table<'_>, buffers: &Buffers<'_>) -> Result<Self, FormatError> {
        let shape = operator::indices(table.ints(0)?)?;
        // Checked here once, so that products of dimensions cannot overflow later.
        let elements = shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size));
        if elements.is_none_or(|elements| elements > MAX_ELEMENTS) {
            return Err(FormatError::TooLarge);
        }
        let constant = buffers.constant(table, &shape)?;
        Ok(Self { shape, constant })
    }
}

/// Eight times the largest tensor of any published landmark network.
const MAX_ELEMENTS: usize = 1 << 24;
