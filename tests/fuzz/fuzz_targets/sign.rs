//! Signs as people write them.

#![no_main]

use glossa::notation::{Sign, handshapes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let shapes = handshapes().expect("the bundled table is read");
    if let Err(error) = Sign::parse("a.sign", bytes, shapes) {
        assert!(error.to_string().starts_with("a.sign"));
    }
});
