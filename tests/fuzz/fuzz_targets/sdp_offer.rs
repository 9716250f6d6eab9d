//! What a browser offers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::sdp_offer(bytes);
});
