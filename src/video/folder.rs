//! Reads a folder of still images as if it were a recording.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use image::{ImageReader, Limits};

use super::{Picture, vp8};

/// Why a folder gave no picture.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// An image is damaged, of another kind than PNG or JPEG, or larger than a video may be.
    #[error("{0}: {1}")]
    BadImage(PathBuf, image::ImageError),
    /// No file of the folder is an image.
    #[error("{0} holds no .png or .jpg file")]
    Empty(PathBuf),
    /// The folder could not be listed, or a file could not be opened.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, io::Error),
}

/// The PNG and JPEG files of a folder, in the order of their names, decoded one by one.
pub fn open(folder: &Path) -> Result<impl Iterator<Item = Result<Picture, FolderError>> + use<>, FolderError> {
    let unreadable = |error| FolderError::Unreadable(folder.into(), error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if matches!(extension.as_deref(), Some("png" | "jpg" | "jpeg")) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(FolderError::Empty(folder.into()));
    }
    paths.sort();
    Ok(paths.into_iter().map(|path| read(&path)))
}

fn read(path: &Path) -> Result<Picture, FolderError> {
    let unreadable = |error| FolderError::Unreadable(path.into(), error);
    let mut reader = ImageReader::open(path).map_err(unreadable)?.with_guessed_format().map_err(unreadable)?;
    let mut limits = Limits::default();
    // Either way up: a phone's still is as often tall as wide.
    limits.max_image_width = Some(vp8::MAX_WIDTH.into());
    limits.max_image_height = Some(vp8::MAX_WIDTH.into());
    reader.limits(limits);
    let image = reader.decode().map_err(|error| FolderError::BadImage(path.into(), error))?.into_rgb8();
    Ok(Picture { width: image.width() as usize, height: image.height() as usize, rgb: image.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_come_in_the_order_of_their_names_whatever_their_format() {
        let folder = tempfile::tempdir().unwrap();
        for (name, shade) in [("b.png", 200), ("a.PNG", 100), ("c.txt", 0)] {
            let image = image::RgbImage::from_pixel(4, 2, image::Rgb([shade; 3]));
            image.save_with_format(folder.path().join(name), image::ImageFormat::Png).unwrap();
        }
        let shades: Vec<u8> = open(folder.path()).unwrap().map(|picture| picture.unwrap().rgb[0]).collect();
        assert_eq!(shades, [100, 200]);
    }

    #[test]
    fn a_folder_without_images_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(open(folder.path()), Err(FolderError::Empty(_))));
    }
}
