//! What a browser answers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::sdp_answer(bytes);
});
