//! Packets over TCP.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::tcp(bytes);
});
