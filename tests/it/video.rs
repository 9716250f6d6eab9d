//! Decoding of recorded clips, against what the reference decoder made of them.

use glossa::video::{
    EncodedFrame,
    container::{self, ivf},
    vp8::{DecodeError, Decoder},
};
use md5::{Digest, Md5};

use crate::sign_data;

#[test]
fn every_frame_of_every_clip_is_decoded_bit_exactly() {
    for (clip, path) in sign_data::clips("decoding recorded clips") {
        let mut decoder = Decoder::new();
        let mut hash = Md5::new();
        let mut frames = 0;
        for frame in container::open(&path).unwrap() {
            let picture = decoder.decode(&frame.unwrap()).unwrap().expect("every frame is shown");
            picture.planes().iter().for_each(|plane| hash.update(plane));
            frames += 1;
        }
        assert_eq!(frames, clip.frames, "{}", clip.file);
        assert_eq!(format!("{:x}", hash.finalize()), clip.md5, "{}", clip.file);
    }
}

#[test]
fn a_clip_moved_from_webm_to_ivf_keeps_its_frames_and_its_times() {
    for (clip, path) in sign_data::clips("moving clips between containers").into_iter().take(2) {
        let frames: Vec<EncodedFrame> = container::open(&path).unwrap().map(Result::unwrap).collect();
        let mut file = Vec::new();
        let mut writer = ivf::Writer::new(&mut file, 640, 480).unwrap();
        frames.iter().for_each(|frame| writer.write(frame).unwrap());
        let again: Vec<EncodedFrame> = ivf::Reader::new(file.as_slice()).unwrap().map(Result::unwrap).collect();
        assert!(frames == again, "{}", clip.file);
    }
}

#[test]
fn after_a_damaged_frame_nothing_is_shown_before_the_next_key_frame() {
    for (clip, path) in sign_data::clips("decoding a damaged clip").into_iter().take(1) {
        let frames: Vec<EncodedFrame> = container::open(&path).unwrap().take(6).map(Result::unwrap).collect();
        let mut sent = [frames.clone(), frames.clone()].concat();
        sent[3].data.truncate(2);
        let mut decoder = Decoder::new();
        let shown: Vec<bool> = sent.iter().map(|frame| decoder.decode(frame).is_ok()).collect();
        let expected = [true, true, true, false, false, false, true, true, true, true, true, true];
        assert_eq!(shown, expected, "{}", clip.file);
        decoder.reset();
        assert!(matches!(decoder.decode(&frames[1]), Err(DecodeError::KeyFrameMissing)));
    }
}
