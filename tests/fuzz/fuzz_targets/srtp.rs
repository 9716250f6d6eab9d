//! Protected packets of somebody without the keys.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::srtp(bytes);
});
