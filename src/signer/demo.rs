//! The clip that comes with the program, for a first look without a signer.
//!
//! `make demo-clip` draws and codes it anew.

/// VP8 in IVF, 640x480, 15 frames a second, a key frame every second. It begins and ends without
/// a hand in the picture, so that it can be played in a loop.
pub const DEMO_CLIP: &[u8] = include_bytes!("demo.ivf");

/// What the demo clip spells.
pub const DEMO_TEXT: &str = "CLOUD";

#[cfg(test)]
mod tests {
    use std::{io::Cursor, time::Duration};

    use super::*;
    use crate::video::{EncodedFrame, container, vp8::Decoder};

    #[test]
    fn the_demo_clip_decodes_whole_and_a_late_viewer_waits_a_second_at_most() {
        let frames: Vec<EncodedFrame> =
            container::from_reader(Cursor::new(DEMO_CLIP)).unwrap().map(Result::unwrap).collect();
        let mut decoder = Decoder::new();
        for frame in &frames {
            let picture = decoder.decode(frame).unwrap().expect("every frame is shown");
            assert_eq!(picture.size(), (640, 480));
        }
        let keys: Vec<Duration> = frames.iter().filter(|frame| frame.key).map(|frame| frame.at).collect();
        assert_eq!(keys[0], Duration::ZERO);
        assert!(keys.windows(2).all(|pair| pair[1] - pair[0] <= Duration::from_millis(1001)));
        assert!(DEMO_CLIP.len() < 1_000_000);
    }
}
