//! WebM, the container that browsers record: a subset of Matroska.

use std::{
    io::{Read, Seek},
    time::Duration,
};

use matroska_demuxer::{DemuxError, Frame, MatroskaFile};

use super::{ContainerError, MAX_FRAME_BYTES};
use crate::video::{EncodedFrame, vp8::is_key_frame};

/// The frames of the first VP8 track of a WebM file.
pub struct Reader<R: Read + Seek> {
    file: MatroskaFile<R>,
    track: u64,
    /// Nanoseconds per tick of the file's clock.
    tick: u64,
    /// After an error there is nothing to resume at.
    ended: bool,
}

impl<R: Read + Seek> Reader<R> {
    /// Reads the headers and chooses the track.
    pub fn new(source: R) -> Result<Self, ContainerError> {
        let file = MatroskaFile::open(source)?;
        let vp8 = file.tracks().iter().find(|track| track.codec_id() == "V_VP8").ok_or(ContainerError::NoVp8)?;
        let track = vp8.track_number().get();
        let tick = file.info().timestamp_scale().get();
        Ok(Self { file, track, tick, ended: false })
    }

    fn read_frame(&mut self) -> Result<Option<EncodedFrame>, ContainerError> {
        let mut frame = Frame::default();
        loop {
            if !self.file.next_frame(&mut frame)? {
                return Ok(None);
            }
            if frame.track == self.track {
                break;
            }
        }
        if frame.data.len() > MAX_FRAME_BYTES {
            return Err(ContainerError::Damaged(format!("a frame of {} bytes", frame.data.len())));
        }
        let nanos = frame.timestamp.checked_mul(self.tick);
        let nanos = nanos.ok_or_else(|| ContainerError::Damaged("a time beyond all ages".into()))?;
        Ok(Some(EncodedFrame { at: Duration::from_nanos(nanos), key: is_key_frame(&frame.data), data: frame.data }))
    }
}

impl<R: Read + Seek> Iterator for Reader<R> {
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

impl From<DemuxError> for ContainerError {
    fn from(error: DemuxError) -> Self {
        match error {
            DemuxError::IoError(error) => Self::Unreadable(error),
            error => Self::Damaged(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn damaged_bytes_are_an_error() {
        for length in 4..64 {
            let mut bytes = vec![0x1a, 0x45, 0xdf, 0xa3];
            bytes.resize(length, 0x9f);
            assert!(Reader::new(Cursor::new(bytes)).is_err());
        }
    }
}
