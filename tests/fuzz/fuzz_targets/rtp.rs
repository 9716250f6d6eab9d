//! RTP headers with their extensions.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::rtp(bytes);
});
