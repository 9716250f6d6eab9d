//! Packets that become pictures, or do not.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::frames(bytes);
});
