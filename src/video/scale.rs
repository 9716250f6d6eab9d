//! Brings large pictures down to the size that the recogniser works on.

use std::borrow::Cow;

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

use super::Picture;

/// The picture itself when it fits into `WORKING_PIXELS`, else a smaller one of the same aspect.
pub fn to_working_size(picture: &Picture) -> Cow<'_, Picture> {
    let pixels = picture.width * picture.height;
    if pixels <= WORKING_PIXELS {
        return Cow::Borrowed(picture);
    }
    let ratio = (WORKING_PIXELS as f64 / pixels as f64).sqrt();
    let side = |length: usize| ((length as f64 * ratio).round() as usize).max(1);
    Cow::Owned(resized(picture, side(picture.width), side(picture.height)))
}

/// Bilinear, averaging over every source pixel when it shrinks.
fn resized(picture: &Picture, width: usize, height: usize) -> Picture {
    let mut target = Image::new(width as u32, height as u32, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    ImageRef::new(picture.width as u32, picture.height as u32, &picture.rgb, PixelType::U8x3)
        .map_err(anyhow::Error::from)
        .and_then(|source| Ok(Resizer::new().resize(&source, &mut target, &options)?))
        .expect("a picture holds three bytes a pixel, and both have the same kind of pixel");
    Picture { width, height, rgb: target.into_vec() }
}

/// A 640x480 camera is used as it is: landmarks lose accuracy below it and gain little above.
const WORKING_PIXELS: usize = 640 * 480;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_keeps_its_aspect_and_its_colour() {
        let picture = Picture { width: 1280, height: 720, rgb: [10, 200, 30].repeat(1280 * 720) };
        let small = to_working_size(&picture);
        assert_eq!((small.width, small.height), (739, 416));
        assert_eq!(small.rgb, [10, 200, 30].repeat(739 * 416));
    }

    #[test]
    fn a_small_picture_is_used_as_it_is() {
        let picture = Picture { width: 640, height: 480, rgb: vec![0; 640 * 480 * 3] };
        assert!(matches!(to_working_size(&picture), Cow::Borrowed(_)));
    }
}
