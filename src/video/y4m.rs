//! Writes YUV4MPEG2, the raw video that encoders read, that browsers take for a camera.

use std::io::{self, Write};

use yuv::{BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix, rgb_to_yuv420};

use super::Picture;

/// Pictures of one size become frames of 4:2:0, in BT.601 colours of limited range.
pub struct Writer<W> {
    target: W,
    width: usize,
    height: usize,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    pub fn new(mut target: W, width: usize, height: usize, fps: u32) -> io::Result<Self> {
        writeln!(target, "YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420mpeg2")?;
        Ok(Self { target, width, height })
    }

    pub fn write(&mut self, picture: &Picture) -> io::Result<()> {
        if (picture.width, picture.height) != (self.width, self.height) {
            return Err(io::Error::other("all pictures of a video have one size"));
        }
        let (width, height) = (self.width as u32, self.height as u32);
        let (chroma_width, chroma_height) = (width.div_ceil(2), height.div_ceil(2));
        let plane = |width: u32, height: u32| vec![0; (width * height) as usize];
        let mut image = YuvPlanarImageMut {
            y_plane: BufferStoreMut::Owned(plane(width, height)),
            y_stride: width,
            u_plane: BufferStoreMut::Owned(plane(chroma_width, chroma_height)),
            u_stride: chroma_width,
            v_plane: BufferStoreMut::Owned(plane(chroma_width, chroma_height)),
            v_stride: chroma_width,
            width,
            height,
        };
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt601);
        rgb_to_yuv420(&mut image, &picture.rgb, width * 3, range, matrix, YuvConversionMode::Balanced)
            .map_err(io::Error::other)?;
        self.target.write_all(b"FRAME\n")?;
        for plane in [&image.y_plane, &image.u_plane, &image.v_plane] {
            self.target.write_all(plane.borrow())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grey_picture_becomes_grey_planes() {
        let mut file = Vec::new();
        let mut writer = Writer::new(&mut file, 4, 2, 15).unwrap();
        writer.write(&Picture { width: 4, height: 2, rgb: vec![255; 24] }).unwrap();
        let expected = [b"YUV4MPEG2 W4 H2 F15:1 Ip A1:1 C420mpeg2\nFRAME\n".as_slice(), &[235; 8], &[128; 4]];
        assert_eq!(file, expected.concat());
    }

    #[test]
    fn a_picture_of_another_size_is_refused() {
        let mut writer = Writer::new(Vec::new(), 4, 2, 15).unwrap();
        assert!(writer.write(&Picture { width: 2, height: 2, rgb: vec![0; 12] }).is_err());
    }
}
