//! A decoded picture as VP8 stores it: full luma, quarter chroma.

use oximedia_codec::frame::VideoFrame;
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_rgb};

use super::Picture;

/// Planar YUV 4:2:0, 8 bit; rows without padding, chroma planes of half the size rounded up.
#[derive(Clone, Debug, PartialEq)]
pub struct Yuv420 {
    width: usize,
    height: usize,
    y: Vec<u8>,
    u: Vec<u8>,
    v: Vec<u8>,
}

impl Yuv420 {
    /// `None` unless the planes have exactly the sizes that the picture's size asks for.
    pub(super) fn from_frame(frame: VideoFrame) -> Option<Self> {
        let (width, height) = (frame.width as usize, frame.height as usize);
        let [y, u, v] = <[_; 3]>::try_from(frame.planes).ok()?.map(|plane| plane.data);
        let chroma = width.div_ceil(2) * height.div_ceil(2);
        (y.len() == width * height && u.len() == chroma && v.len() == chroma).then_some(Self { width, height, y, u, v })
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The Y, U and V planes.
    pub fn planes(&self) -> [&[u8]; 3] {
        [&self.y, &self.u, &self.v]
    }

    /// As RGB. VP8 carries BT.601 colours of limited range (RFC 6386, section 9.2).
    pub fn to_picture(&self) -> Picture {
        let chroma_stride = self.width.div_ceil(2) as u32;
        let image = YuvPlanarImage {
            y_plane: &self.y,
            y_stride: self.width as u32,
            u_plane: &self.u,
            u_stride: chroma_stride,
            v_plane: &self.v,
            v_stride: chroma_stride,
            width: self.width as u32,
            height: self.height as u32,
        };
        let mut rgb = vec![0; self.width * self.height * 3];
        yuv420_to_rgb(&image, &mut rgb, self.width as u32 * 3, YuvRange::Limited, YuvStandardMatrix::Bt601)
            .expect("the planes have the sizes of the picture, as `from_frame` checked");
        Picture { width: self.width, height: self.height, rgb }
    }
}
