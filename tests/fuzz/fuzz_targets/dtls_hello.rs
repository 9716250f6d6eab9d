//! The first datagrams of a DTLS client.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    glossa::media::fuzz::dtls_hello(bytes);
});
