//! Payload descriptors of VP8.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::vp8(bytes);
});
