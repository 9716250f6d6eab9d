//! Plays a recording picture by picture, whatever it is stored in.

use std::{path::Path, time::Duration};

use super::{
    Picture,
    container::{self, ContainerError},
    folder::{self, FolderError},
    vp8::{DecodeError, Decoder},
};

/// A picture with the time at which it was taken, on the recording's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedPicture {
    pub at: Duration,
    pub picture: Picture,
}

/// The pictures of a recording; after a [`RecordingError::Decode`] it may go on at a key frame.
pub type Pictures = Box<dyn Iterator<Item = Result<TimedPicture, RecordingError>> + Send>;

/// Why a recording, or a picture of it, cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The file cannot be read (on).
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A frame gave no picture.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// An image of the folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// Opens VP8 in IVF or WebM, or a folder of images that were taken `images_per_second`.
pub fn open(path: &Path, images_per_second: u32) -> Result<Pictures, RecordingError> {
    if path.is_dir() {
        let pictures = folder::open(path)?.zip(0..).map(move |(picture, number)| {
            let at = Duration::from_secs(number) / images_per_second.max(1);
            Ok(TimedPicture { at, picture: picture? })
        });
        return Ok(Box::new(pictures));
    }
    Ok(decoded(container::open(path)?))
}

/// Decodes coded frames one by one; frames that only feed others give no picture.
pub fn decoded(frames: container::Frames) -> Pictures {
    let mut decoder = Decoder::new();
    Box::new(frames.filter_map(move |frame| {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => return Some(Err(error.into())),
        };
        let picture = decoder.decode(&frame).transpose()?;
        Some(picture.map(|picture| TimedPicture { at: frame.at, picture: picture.to_picture() }).map_err(Into::into))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_of_a_folder_are_timed_by_their_rate() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["1.png", "2.png", "3.png"] {
            image::RgbImage::new(4, 2).save(folder.path().join(name)).unwrap();
        }
        let times: Vec<u128> =
            open(folder.path(), 10).unwrap().map(|picture| picture.unwrap().at.as_millis()).collect();
        assert_eq!(times, [0, 100, 200]);
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let missing = open(&folder.path().join("none.ivf"), 10);
        assert!(matches!(missing, Err(RecordingError::Container(ContainerError::Unreadable(_)))));
    }
}
