//! Decodes one VP8 stream without trusting it (RFC 6386).

mod header;

pub use header::{KeyFrameHeader, is_key_frame};

use std::panic::{AssertUnwindSafe, catch_unwind};

use oximedia_codec::{
    CodecError,
    traits::{DecoderConfig, VideoDecoder},
    vp8::Vp8Decoder,
};

use super::{EncodedFrame, Yuv420};

/// The decoder of one stream.
///
/// After any error it forgets its reference pictures: decoding on from a wrong one shows garbage
/// that nothing reports. It then answers [`DecodeError::KeyFrameMissing`] until a key frame comes.
pub struct Decoder {
    /// Absent while no key frame has been decoded since the start or the last error.
    references: Option<Vp8Decoder>,
}

/// Why a frame gave no picture.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Larger than [`MAX_WIDTH`] x [`MAX_HEIGHT`], or empty; refused before anything is allocated.
    #[error("a picture of {width} x {height} pixels is refused: the limit is {MAX_WIDTH} x {MAX_HEIGHT}")]
    BadSize { width: u16, height: u16 },
    /// The bitstream contradicts itself.
    #[error("damaged VP8 frame: {0}")]
    Damaged(#[from] CodecError),
    /// A frame that builds on others came before any key frame.
    #[error("no key frame yet")]
    KeyFrameMissing,
    /// The decoder itself failed on the frame.
    #[error("the VP8 decoder failed")]
    Panicked,
}

impl Decoder {
    #[expect(clippy::new_without_default, reason = "a decoder without a key frame is no useful default")]
    pub fn new() -> Self {
        Self { references: None }
    }

    /// Decodes the next frame; `None` when the frame only feeds later ones.
    pub fn decode(&mut self, frame: &EncodedFrame) -> Result<Option<Yuv420>, DecodeError> {
        // The key flag of a container or of RTP is a claim; the bitstream is what gets decoded.
        let mut decoder = if is_key_frame(&frame.data) {
            KeyFrameHeader::parse(&frame.data)?;
            match self.references.take() {
                Some(decoder) => decoder,
                // The configuration is for other codecs; the VP8 decoder reads none of it.
                None => Vp8Decoder::new(DecoderConfig::default())?,
            }
        } else {
            self.references.take().ok_or(DecodeError::KeyFrameMissing)?
        };
        // The decoder is moved in: when it panics it is dropped with its half-written state.
        let decoded = catch_unwind(AssertUnwindSafe(move || {
            decoder.send_packet(&frame.data, 0)?;
            let picture = decoder.receive_frame()?;
            Ok::<_, CodecError>((decoder, picture))
        }));
        let (decoder, picture) = decoded.map_err(|_| DecodeError::Panicked)??;
        self.references = Some(decoder);
        Ok(picture.and_then(Yuv420::from_frame))
    }

    /// Forgets the stream so far: the next frame must be a key frame.
    pub fn reset(&mut self) {
        self.references = None;
    }
}

/// Largest picture that is decoded: full HD, rounded up to whole macroblocks.
pub const MAX_WIDTH: u16 = 1920;
pub const MAX_HEIGHT: u16 = 1088;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn frame(data: &[u8]) -> EncodedFrame {
        EncodedFrame { at: Duration::ZERO, key: true, data: data.to_vec() }
    }

    #[test]
    fn a_frame_before_any_key_frame_is_an_error() {
        let outcome = Decoder::new().decode(&frame(&[0x31, 0, 0, 1, 2, 3]));
        assert!(matches!(outcome, Err(DecodeError::KeyFrameMissing)));
    }

    #[test]
    fn a_huge_key_frame_is_refused_by_its_header() {
        let mut data = vec![0x10, 0x02, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f];
        data.resize(20_000, 0);
        let outcome = Decoder::new().decode(&frame(&data));
        assert!(matches!(outcome, Err(DecodeError::BadSize { width: 16_383, height: 16_383 })));
    }

    #[test]
    fn damaged_frames_are_errors_and_never_panics() {
        for length in 0..40 {
            let mut data = vec![0x10, 0x02, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0];
            data.resize(10 + length, 0xa5);
            let _ = Decoder::new().decode(&frame(&data));
            let _ = Decoder::new().decode(&frame(&data[..length.min(data.len())]));
        }
    }
}
