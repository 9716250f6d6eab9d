//! Coded frames into pictures: containers, VP8, colour.

pub mod container;
pub mod folder;
pub mod recording;
pub mod scale;
pub mod vp8;
pub mod y4m;
mod yuv420;

pub use yuv420::Yuv420;

use std::time::Duration;

/// One coded VP8 frame, as it left an encoder.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedFrame {
    /// When it was captured, on the clock of its stream.
    pub at: Duration,
    /// It can be decoded without those before it.
    pub key: bool,
    /// The VP8 bitstream (RFC 6386), without any RTP or container framing.
    pub data: Vec<u8>,
}

/// A decoded picture: 8-bit RGB, three bytes a pixel, rows without padding.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// `width * height * 3` bytes.
    pub rgb: Vec<u8>,
}

impl Picture {
    /// The same picture as a mirror shows it, left and right swapped.
    pub fn mirrored(&self) -> Self {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for row in self.rgb.chunks_exact(self.width.max(1) * 3) {
            for pixel in row.chunks_exact(3).rev() {
                rgb.extend_from_slice(pixel);
            }
        }
        Self { rgb, ..*self }
    }
}

/// Where a tapped track's frames go.
pub trait FrameSink: Send {
    /// Hands over the next frame; never waits.
    fn offer(&mut self, frame: EncodedFrame) -> Offer;
}

/// What became of an offered frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Offer {
    /// Not taken: give nothing before the next key frame, and ask the sender for one.
    NeedKey,
    Taken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirrored_picture_swaps_left_and_right() {
        let picture = Picture { width: 2, height: 2, rgb: (0..12).collect() };
        let mirrored = picture.mirrored();
        assert_eq!(mirrored.rgb, [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]);
        assert_eq!(mirrored.mirrored(), picture);
    }
}
