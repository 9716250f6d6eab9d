//! Refuses pictures whose bytes do not fit their size.

use super::LandmarkError;
use crate::video::Picture;

/// Passes where the picture has three bytes for each pixel.
pub(super) fn check(picture: &Picture) -> Result<(), LandmarkError> {
    let Picture { width, height, ref rgb } = *picture;
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(3)) == Some(rgb.len()) {
        Ok(())
    } else {
        Err(LandmarkError::Picture { width, height, bytes: rgb.len() })
    }
}
