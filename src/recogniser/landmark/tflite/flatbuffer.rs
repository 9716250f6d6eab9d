//! Reads the FlatBuffers encoding with every offset checked.

/// Why a file is not a network that we can read.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum FormatError {
    /// A tensor's data does not have as many bytes as its shape needs.
    #[error("a tensor's data does not fit its shape")]
    ConstantSize,
    /// An index points at no tensor, buffer or operator code.
    #[error("there is no item {0}")]
    Index(usize),
    /// The file does not start like a TensorFlow Lite file.
    #[error("this is not a TensorFlow Lite file")]
    Magic,
    /// A size is negative.
    #[error("a size is negative")]
    Negative,
    /// A tensor is larger than any that a landmark network has.
    #[error("a tensor is too large")]
    TooLarge,
    /// An offset points outside of the file, or something required is missing.
    #[error("the file is cut short or damaged")]
    Truncated,
    /// The file uses a part of the format that landmark networks do not use.
    #[error("the file uses {0}, which is not supported")]
    Unsupported(&'static str),
}

/// A table: fields found through a table of offsets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    file: &'a [u8],
    at: usize,
    vtable: usize,
    vtable_size: usize,
}

impl<'a> Table<'a> {
    pub(super) fn root(file: &'a [u8]) -> Result<Self, FormatError> {
        Self::at(file, follow(file, 0)?)
    }

    fn at(file: &'a [u8], at: usize) -> Result<Self, FormatError> {
        // The only signed offset of the format: from the table back to its vtable.
        let back = i64::from(i32::from_le_bytes(bytes(file, at)?));
        let vtable =
            i64::try_from(at).ok().and_then(|at| usize::try_from(at - back).ok()).ok_or(FormatError::Truncated)?;
        let vtable_size = usize::from(u16::from_le_bytes(bytes(file, vtable)?));
        Ok(Self { file, at, vtable, vtable_size })
    }

    /// An absent field takes the schema's default.
    pub(super) fn u8(&self, field: usize, default: u8) -> Result<u8, FormatError> {
        self.scalar(field, |[byte]| byte, default)
    }

    pub(super) fn i32(&self, field: usize, default: i32) -> Result<i32, FormatError> {
        self.scalar(field, i32::from_le_bytes, default)
    }

    pub(super) fn u32(&self, field: usize, default: u32) -> Result<u32, FormatError> {
        self.scalar(field, u32::from_le_bytes, default)
    }

    pub(super) fn table(&self, field: usize) -> Result<Option<Self>, FormatError> {
        self.position(field)?.map(|at| Self::at(self.file, follow(self.file, at)?)).transpose()
    }

    /// A vector of tables; empty where the field is absent.
    pub(super) fn tables(
        &self,
        field: usize,
    ) -> Result<impl ExactSizeIterator<Item = Result<Self, FormatError>> + use<'a>, FormatError> {
        let file = self.file;
        let (start, count) = self.vector(field, 4)?;
        Ok((0..count).map(move |index| Self::at(file, follow(file, start + index * 4)?)))
    }

    /// A vector of 32-bit integers; empty where the field is absent.
    pub(super) fn ints(&self, field: usize) -> Result<impl Iterator<Item = i32> + use<'a>, FormatError> {
        let elements = self.elements(field, 4)?.chunks_exact(4);
        Ok(elements.map(|element| i32::from_le_bytes([element[0], element[1], element[2], element[3]])))
    }

    /// The bytes of a vector whose elements have `size` bytes; empty where the field is absent.
    pub(super) fn elements(&self, field: usize, size: usize) -> Result<&'a [u8], FormatError> {
        let (start, count) = self.vector(field, size)?;
        Ok(&self.file[start..start + count * size])
    }

    /// Start and length of a vector that lies inside of the file.
    fn vector(&self, field: usize, size: usize) -> Result<(usize, usize), FormatError> {
        let Some(at) = self.position(field)? else { return Ok((0, 0)) };
        let at = follow(self.file, at)?;
        let count = offset(self.file, at)?;
        let start = at + 4;
        let end = count.checked_mul(size).and_then(|size| start.checked_add(size));
        if end.is_none_or(|end| end > self.file.len()) {
            return Err(FormatError::Truncated);
        }
        Ok((start, count))
    }

    fn scalar<const N: usize, T>(
        &self,
        field: usize,
        read: impl Fn([u8; N]) -> T,
        default: T,
    ) -> Result<T, FormatError> {
        match self.position(field)? {
            Some(at) => bytes(self.file, at).map(read),
            None => Ok(default),
        }
    }

    fn position(&self, field: usize) -> Result<Option<usize>, FormatError> {
        let entry = 4 + field * 2;
        if entry + 2 > self.vtable_size {
            return Ok(None);
        }
        Ok(match u16::from_le_bytes(bytes(self.file, self.vtable + entry)?) {
            0 => None,
            offset => Some(self.at + usize::from(offset)),
        })
    }
}

/// The position that the offset stored at `at` points to.
fn follow(file: &[u8], at: usize) -> Result<usize, FormatError> {
    at.checked_add(offset(file, at)?).ok_or(FormatError::Truncated)
}

fn offset(file: &[u8], at: usize) -> Result<usize, FormatError> {
    usize::try_from(u32::from_le_bytes(bytes(file, at)?)).map_err(|_| FormatError::Truncated)
}

fn bytes<const N: usize>(file: &[u8], at: usize) -> Result<[u8; N], FormatError> {
    file.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or(FormatError::Truncated)
}
