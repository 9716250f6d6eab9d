//! Clips as files, IVF and WebM.

#![no_main]

use std::io::Cursor;

use glossa::video::container::from_reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(frames) = from_reader(Cursor::new(bytes.to_vec())) else { return };
    let read: usize = frames.map_while(Result::ok).map(|frame| frame.data.len()).sum();
    assert!(read <= bytes.len());
});
