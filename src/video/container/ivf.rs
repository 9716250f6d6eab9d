//! IVF, the plain container of the VP8 tools: a header of 32 bytes, then frames with 12 bytes each.

use std::{
    io,
    io::{Read, Write},
    time::Duration,
};

use super::{ContainerError, MAX_FRAME_BYTES};
use crate::video::{EncodedFrame, vp8::is_key_frame};

/// The frames of an IVF file.
pub struct Reader<R> {
    source: R,
    /// Ticks a second, as a fraction.
    rate: (u32, u32),
    /// After an error there is nothing to resume at.
    ended: bool,
}

impl<R: Read> Reader<R> {
    /// Reads the header.
    pub fn new(mut source: R) -> Result<Self, ContainerError> {
        let mut header = [0; 32];
        source.read_exact(&mut header)?;
        if &header[..4] != b"DKIF" {
            return Err(ContainerError::UnknownFormat);
        }
        if &header[8..12] != b"VP80" {
            return Err(ContainerError::NoVp8);
        }
        let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let rate = (word(16), word(20));
        if rate.0 == 0 || rate.1 == 0 {
            return Err(ContainerError::Damaged("a clock that stands still".into()));
        }
        // A longer header is allowed by the format; what it adds is not ours to read.
        let extra = u64::from(u16::from_le_bytes([header[6], header[7]]).saturating_sub(32));
        io::copy(&mut source.by_ref().take(extra), &mut io::sink())?;
        Ok(Self { source, rate, ended: false })
    }

    fn read_frame(&mut self) -> Result<Option<EncodedFrame>, ContainerError> {
        let mut header = [0; 12];
        match self.source.read(&mut header)? {
            0 => return Ok(None),
            already => self.source.read_exact(&mut header[already..])?,
        }
        let [l0, l1, l2, l3, ticks @ ..] = header;
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        if length > MAX_FRAME_BYTES {
            return Err(ContainerError::Damaged(format!("a frame of {length} bytes")));
        }
        let mut data = vec![0; length];
        self.source.read_exact(&mut data)?;
        let nanos =
            u128::from(u64::from_le_bytes(ticks)) * 1_000_000_000 * u128::from(self.rate.1) / u128::from(self.rate.0);
        let nanos = u64::try_from(nanos).map_err(|_| ContainerError::Damaged("a time beyond all ages".into()))?;
        Ok(Some(EncodedFrame { at: Duration::from_nanos(nanos), key: is_key_frame(&data), data }))
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<EncodedFrame, ContainerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let frame = self.read_frame().transpose();
        self.ended = !matches!(frame, Some(Ok(_)));
        frame
    }
}

/// Writes an IVF file with a clock of milliseconds.
pub struct Writer<W> {
    target: W,
}

impl<W: Write> Writer<W> {
    /// Writes the header. The number of frames in it stays 0 (unknown), as readers allow.
    pub fn new(mut target: W, width: u16, height: u16) -> io::Result<Self> {
        let mut header = [0; 32];
        header[..4].copy_from_slice(b"DKIF");
        header[6] = 32;
        header[8..12].copy_from_slice(b"VP80");
        header[12..14].copy_from_slice(&width.to_le_bytes());
        header[14..16].copy_from_slice(&height.to_le_bytes());
        header[16..20].copy_from_slice(&1000u32.to_le_bytes());
        header[20..24].copy_from_slice(&1u32.to_le_bytes());
        target.write_all(&header)?;
        Ok(Self { target })
    }

    pub fn write(&mut self, frame: &EncodedFrame) -> io::Result<()> {
        let length = u32::try_from(frame.data.len()).map_err(io::Error::other)?;
        self.target.write_all(&length.to_le_bytes())?;
        self.target.write_all(&(frame.at.as_millis() as u64).to_le_bytes())?;
        self.target.write_all(&frame.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip() -> (Vec<EncodedFrame>, Vec<u8>) {
        let frames: Vec<_> = [(0, vec![0x10, 1, 2]), (66, vec![0x31, 3]), (133, vec![])]
            .map(|(ms, data)| EncodedFrame { at: Duration::from_millis(ms), key: ms == 0, data })
            .into();
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes, 640, 480).unwrap();
        for frame in &frames {
            writer.write(frame).unwrap();
        }
        (frames, bytes)
    }

    #[test]
    fn what_was_written_is_read_back() {
        let (frames, bytes) = clip();
        let read: Vec<_> = Reader::new(bytes.as_slice()).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, frames);
    }

    #[test]
    fn a_file_cut_anywhere_ends_in_an_error_or_at_a_frame() {
        let (frames, bytes) = clip();
        for length in 32..bytes.len() {
            let mut read = Reader::new(&bytes[..length]).unwrap();
            let whole = read.by_ref().take_while(Result::is_ok).count();
            assert!(whole < frames.len());
            assert!(read.next().is_none());
        }
    }

    #[test]
    fn an_absurd_frame_length_is_refused_before_it_is_reserved() {
        let (_, mut bytes) = clip();
        bytes[32..36].copy_from_slice(&u32::MAX.to_le_bytes());
        let first = Reader::new(bytes.as_slice()).unwrap().next();
        assert!(matches!(first, Some(Err(ContainerError::Damaged(_)))));
    }
}
