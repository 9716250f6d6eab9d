//! What a participant says over its WebSocket.

#![no_main]

use glossa::wire::ClientFrame;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = serde_json::from_slice::<ClientFrame>(bytes) {
        let written = serde_json::to_vec(&frame).expect("what was read can be written");
        assert_eq!(serde_json::from_slice::<ClientFrame>(&written).ok(), Some(frame));
    }
});
