//! Opens a recorded VP8 clip, whichever container it is in.

pub mod ivf;
pub mod webm;

use std::{fs::File, io, io::BufReader, io::Read, io::Seek, path::Path};

use super::EncodedFrame;

/// The frames of a recording, in the order in which they must be decoded.
pub type Frames = Box<dyn Iterator<Item = Result<EncodedFrame, ContainerError>> + Send>;

/// Why a recording cannot be read (on).
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// The file's structure contradicts itself.
    #[error("damaged file: {0}")]
    Damaged(String),
    /// The file holds no video that this program decodes.
    #[error("no VP8 video in it")]
    NoVp8,
    /// The file could not be opened or read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// Neither an IVF nor a WebM file.
    #[error("neither IVF nor WebM")]
    UnknownFormat,
}

/// Opens an IVF or WebM (Matroska) file by its first bytes, not by its name.
pub fn open(path: &Path) -> Result<Frames, ContainerError> {
    from_reader(BufReader::new(File::open(path)?))
}

/// The same for any stream of bytes, for example one that is bundled with the program.
pub fn from_reader<R: Read + Seek + Send + 'static>(mut source: R) -> Result<Frames, ContainerError> {
    let mut magic = [0; 4];
    source.read_exact(&mut magic).map_err(|_| ContainerError::UnknownFormat)?;
    source.rewind()?;
    match &magic {
        b"DKIF" => Ok(Box::new(ivf::Reader::new(source)?)),
        [0x1a, 0x45, 0xdf, 0xa3] => Ok(Box::new(webm::Reader::new(source)?)),
        _ => Err(ContainerError::UnknownFormat),
    }
}

/// Largest frame taken from a file, as from the network: a coded frame of a call is far smaller,
/// and a damaged length must not make the program reserve gigabytes.
const MAX_FRAME_BYTES: usize = 4 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_file_of_another_kind_is_refused() {
        for bytes in [b"".as_slice(), b"RI", b"RIFF....WEBP"] {
            assert!(matches!(from_reader(Cursor::new(bytes)), Err(ContainerError::UnknownFormat)));
        }
    }
}
