//! Reads the uncompressed start of a VP8 frame (RFC 6386, section 9.1).

use oximedia_codec::CodecError;

use super::{DecodeError, MAX_HEIGHT, MAX_WIDTH};

/// What a key frame says before its compressed part.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyFrameHeader {
    /// In pixels, 1 to [`MAX_WIDTH`].
    pub width: u16,
    /// In pixels, 1 to [`MAX_HEIGHT`].
    pub height: u16,
}

/// Whether a VP8 frame can be decoded without those before it.
pub fn is_key_frame(data: &[u8]) -> bool {
    data.first().is_some_and(|tag| tag & 1 == 0)
}

impl KeyFrameHeader {
    /// Reads the header of a key frame and refuses sizes that no call needs.
    pub fn parse(data: &[u8]) -> Result<Self, DecodeError> {
        let &[_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = data else {
            return Err(DecodeError::Damaged(CodecError::InvalidBitstream("no key frame start code".into())));
        };
        // The two upper bits of each ask the receiver to scale up; they do not change the coded size.
        let width = u16::from_le_bytes([w0, w1]) & 0x3fff;
        let height = u16::from_le_bytes([h0, h1]) & 0x3fff;
        if !(1..=MAX_WIDTH).contains(&width) || !(1..=MAX_HEIGHT).contains(&height) {
            return Err(DecodeError::BadSize { width, height });
        }
        Ok(Self { width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_read_without_its_scaling_bits() {
        let header = KeyFrameHeader::parse(&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0xe0, 0x81]);
        assert_eq!(header.unwrap(), KeyFrameHeader { width: 640, height: 480 });
    }

    #[test]
    fn an_empty_picture_is_refused() {
        let outcome = KeyFrameHeader::parse(&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 1, 0]);
        assert!(matches!(outcome, Err(DecodeError::BadSize { width: 0, height: 1 })));
    }
}
