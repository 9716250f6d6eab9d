//! Coded frames into pictures: containers, VP8, colour.

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
