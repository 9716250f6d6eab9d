//! Reads an operator with its options.

use super::flatbuffer::{FormatError, Table};

/// One operation of the graph.
#[derive(Clone, Debug)]
pub struct Operator {
    pub kind: Kind,
    /// Indices of tensors.
    pub inputs: Vec<usize>,
    pub outputs: Vec<usize>,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Add {
        activation: Activation,
    },
    Concatenation {
        axis: i32,
    },
    Conv2d {
        padding: Padding,
        stride: [usize; 2],
        activation: Activation,
    },
    /// Stored f16 weights to f32: done when constants are read.
    Dequantize,
    /// Sparse weights to dense ones: done when constants are read.
    Densify,
    DepthToSpace {
        block: usize,
    },
    DepthwiseConv2d {
        padding: Padding,
        stride: [usize; 2],
        activation: Activation,
    },
    FullyConnected {
        activation: Activation,
    },
    Logistic,
    MaxPool2d {
        padding: Padding,
        stride: [usize; 2],
        window: [usize; 2],
    },
    Mean,
    Pad,
    Prelu,
    Reshape,
    /// Half-pixel centres, corners not aligned.
    ResizeBilinear,
}

/// A function applied to each element of an operator's result.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Activation {
    Identity,
    Relu6,
}

/// How a window meets the edge of its input.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Padding {
    /// Zeros are added so that the output has `ceil(input / stride)` elements.
    Same,
    Valid,
}

impl Operator {
    pub(super) fn parse(table: &Table<'_>, codes: &[i32]) -> Result<Self, FormatError> {
        let code = usize::try_from(table.u32(0, 0)?).map_err(|_| FormatError::Truncated)?;
        let code = *codes.get(code).ok_or(FormatError::Index(code))?;
        let options = Options(table.table(4)?);
        let kind = match code {
            0 => Kind::Add { activation: options.activation(0)? },
            2 => Kind::Concatenation { axis: options.int(0, 0)? },
            3 => Kind::Conv2d {
                padding: options.padding()?,
                stride: options.sizes(1)?,
                activation: options.activation(3)?,
            }
            .undilated(&options, 4)?,
            4 => Kind::DepthwiseConv2d {
                padding: options.padding()?,
                stride: options.sizes(1)?,
                activation: options.activation(4)?,
            }
            .undilated(&options, 5)?,
            5 => Kind::DepthToSpace { block: options.size(0)? },
            6 => Kind::Dequantize,
            9 => Kind::FullyConnected { activation: options.activation(0)? },
            14 => Kind::Logistic,
            17 => Kind::MaxPool2d { padding: options.padding()?, stride: options.sizes(1)?, window: options.sizes(3)? },
            22 => Kind::Reshape,
            23 if options.int8(2)? == 0 && options.int8(3)? == 1 => Kind::ResizeBilinear,
            34 => Kind::Pad,
            40 => Kind::Mean,
            54 => Kind::Prelu,
            124 => Kind::Densify,
            _ => return Err(FormatError::Unsupported("an unknown operator")),
        };
        Ok(Self { kind, inputs: indices(table.ints(1)?)?, outputs: indices(table.ints(2)?)? })
    }
}

impl Kind {
    fn undilated(self, options: &Options<'_>, field: usize) -> Result<Self, FormatError> {
        if options.int(field, 1)? != 1 || options.int(field + 1, 1)? != 1 {
            return Err(FormatError::Unsupported("a dilated convolution"));
        }
        Ok(self)
    }
}

/// The built-in operator's number: files older than the 32-bit field have it in the 8-bit one.
pub(super) fn code(table: &Table<'_>) -> Result<i32, FormatError> {
    Ok(i32::from(table.u8(0, 0)?.cast_signed()).max(table.i32(3, 0)?))
}

/// Sizes or indices, none of which may be negative.
pub(super) fn indices(values: impl Iterator<Item = i32>) -> Result<Vec<usize>, FormatError> {
    values.map(|value| usize::try_from(value).map_err(|_| FormatError::Negative)).collect()
}

struct Options<'a>(Option<Table<'a>>);

impl Options<'_> {
    fn int(&self, field: usize, default: i32) -> Result<i32, FormatError> {
        self.0.map_or(Ok(default), |table| table.i32(field, default))
    }

    fn int8(&self, field: usize) -> Result<u8, FormatError> {
        self.0.map_or(Ok(0), |table| table.u8(field, 0))
    }

    /// A stride or window length.
    fn size(&self, field: usize) -> Result<usize, FormatError> {
        match usize::try_from(self.int(field, 0)?) {
            Ok(size @ 1..=MAX_WINDOW) => Ok(size),
            _ => Err(FormatError::Unsupported("a stride or window of an unusual size")),
        }
    }

    /// The schema has width before height; we say height first.
    fn sizes(&self, field: usize) -> Result<[usize; 2], FormatError> {
        Ok([self.size(field + 1)?, self.size(field)?])
    }

    fn padding(&self) -> Result<Padding, FormatError> {
        match self.int8(0)? {
            0 => Ok(Padding::Same),
            1 => Ok(Padding::Valid),
            _ => Err(FormatError::Unsupported("an unknown padding")),
        }
    }

    fn activation(&self, field: usize) -> Result<Activation, FormatError> {
        match self.int8(field)? {
            0 => Ok(Activation::Identity),
            3 => Ok(Activation::Relu6),
            _ => Err(FormatError::Unsupported("an unknown fused activation")),
        }
    }
}

const MAX_WINDOW: usize = 16;
