//! Datagrams that may be STUN.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::stun(bytes);
});
