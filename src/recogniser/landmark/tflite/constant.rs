//! Widens stored weights to plain f32.

use super::flatbuffer::{FormatError, Table};

/// The value of a tensor that does not depend on the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Weights, in the tensor's own order.
    Floats(Vec<f32>),
    /// Shapes, axes and paddings.
    Ints(Vec<i32>),
}

/// The file's stored byte strings.
#[derive(Debug)]
pub(super) struct Buffers<'a>(Vec<&'a [u8]>);

impl<'a> Buffers<'a> {
    pub(super) fn parse(model: &Table<'a>) -> Result<Self, FormatError> {
        model.tables(4)?.map(|buffer| buffer?.elements(0, 1)).collect::<Result<_, _>>().map(Self)
    }

    /// The value of a tensor; `None` where it is computed.
    pub(super) fn constant(&self, tensor: &Table<'_>, shape: &[usize]) -> Result<Option<Constant>, FormatError> {
        let index = usize::try_from(tensor.u32(2, 0)?).map_err(|_| FormatError::Truncated)?;
        let data = *self.0.get(index).ok_or(FormatError::Index(index))?;
        // Buffer 0 is empty by convention: it stands for "no data".
        if data.is_empty() {
            return Ok(None);
        }
        let sparsity = tensor.table(6)?;
        let constant = match (tensor.u8(1, 0)?, sparsity) {
            (FLOAT32, None) => Constant::Floats(data.chunks_exact(4).map(single).collect()),
            (FLOAT16, None) => Constant::Floats(data.chunks_exact(2).map(half).collect()),
            (FLOAT16, Some(sparsity)) => {
                let stored = data.chunks_exact(2).map(half);
                return scatter(&sparsity, stored, shape).map(Constant::Floats).map(Some);
            }
            (INT32, None) => Constant::Ints(data.chunks_exact(4).map(int).collect()),
            _ => return Err(FormatError::Unsupported("an unknown element type")),
        };
        let length = match &constant {
            Constant::Floats(values) => values.len(),
            Constant::Ints(values) => values.len(),
        };
        if length != shape.iter().product::<usize>() {
            return Err(FormatError::ConstantSize);
        }
        Ok(Some(constant))
    }
}

/// Spreads compressed rows out: all dimensions but the last are dense, the last lists the columns
/// that are not zero.
fn scatter(
    sparsity: &Table<'_>,
    mut stored: impl Iterator<Item = f32>,
    shape: &[usize],
) -> Result<Vec<f32>, FormatError> {
    let Some((&columns, outer)) = shape.split_last() else { return Err(FormatError::ConstantSize) };
    let traversal = sparsity.ints(0)?;
    if !traversal.eq((0..).take(shape.len())) || sparsity.ints(1)?.next().is_some() {
        return Err(FormatError::Unsupported("weights compressed in blocks"));
    }
    let dimensions = sparsity.tables(2)?.collect::<Result<Vec<_>, _>>()?;
    let [dense @ .., last] = dimensions.as_slice() else { return Err(FormatError::Truncated) };
    let mut compressed = vec![last.u8(0, 0)?];
    for (dimension, &size) in dense.iter().zip(outer) {
        compressed.push(1 - dimension.u8(0, 0)?.min(1));
        if usize::try_from(dimension.i32(1, 0)?) != Ok(size) {
            return Err(FormatError::ConstantSize);
        }
    }
    if dense.len() != outer.len() || compressed.iter().any(|&last| last != 1) {
        return Err(FormatError::Unsupported("weights compressed in another dimension than the last"));
    }
    let segments = index_vector(last, 2)?;
    let indices = index_vector(last, 4)?;
    let rows = outer.iter().product::<usize>();
    if segments.len() != rows + 1 {
        return Err(FormatError::ConstantSize);
    }
    let mut values = vec![0.0; rows * columns];
    for (row, bounds) in segments.windows(2).enumerate() {
        for &column in indices.get(bounds[0]..bounds[1]).ok_or(FormatError::ConstantSize)? {
            if column >= columns {
                return Err(FormatError::Index(column));
            }
            values[row * columns + column] = stored.next().ok_or(FormatError::ConstantSize)?;
        }
    }
    Ok(values)
}

/// One of the schema's three index vectors: the type in `field`, the vector in the field after it.
fn index_vector(dimension: &Table<'_>, field: usize) -> Result<Vec<usize>, FormatError> {
    let table = dimension.table(field + 1)?.ok_or(FormatError::Truncated)?;
    let size = match dimension.u8(field, 0)? {
        1 => 4,
        2 => 2,
        3 => 1,
        _ => return Err(FormatError::Unsupported("an unknown index type")),
    };
    let indices = table.elements(0, size)?.chunks_exact(size);
    Ok(indices.map(|index| index.iter().rev().fold(0, |value, &byte| (value << 8) | usize::from(byte))).collect())
}

fn single(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn int(bytes: &[u8]) -> i32 {
    i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// IEEE 754 half precision, exactly.
fn half(bytes: &[u8]) -> f32 {
    let bits = u32::from(u16::from_le_bytes([bytes[0], bytes[1]]));
    let sign = (bits & 0x8000) << 16;
    // With the exponent's bias left at 15 the number is 2^112 too small, subnormals included:
    // multiplying by a power of two is exact.
    let magnitude = f32::from_bits((bits & 0x7fff) << 13) * f32::from_bits((127 + 112) << 23);
    let magnitude =
        if bits & 0x7c00 == 0x7c00 { f32::from_bits(0x7f80_0000 | (bits & 0x3ff) << 13) } else { magnitude };
    f32::from_bits(magnitude.to_bits() | sign)
}

const FLOAT32: u8 = 0;
const FLOAT16: u8 = 1;
const INT32: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats_are_widened_exactly() {
        for (bits, value) in [
            (0x0000u16, 0.0),
            (0x0001, 5.960_464_5e-8),
            (0x03ff, 6.097_555e-5),
            (0x0400, 6.103_515_6e-5),
            (0x3555, 0.333_251_95),
            (0x3c00, 1.0),
            (0x7bff, 65504.0),
            (0x7c00, f32::INFINITY),
            (0xc000, -2.0),
        ] {
            assert_eq!(half(&bits.to_le_bytes()), value, "{bits:#06x}");
        }
        assert!(half(&0x7e00u16.to_le_bytes()).is_nan());
    }
}
