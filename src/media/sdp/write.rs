//! The parts that every description of ours has.

use std::fmt::Write as _;

use crate::media::dtls::Fingerprint;
use crate::media::ice::{Candidate, Credentials};

/// Our end of one connection.
pub(in crate::media) struct Local<'a> {
    pub(in crate::media) credentials: &'a Credentials,
    pub(in crate::media) fingerprint: Fingerprint,
    pub(in crate::media) candidates: &'a [Candidate],
    /// Rises with each description of a connection.
    pub(in crate::media) version: u64,
}

/// Writes lines into a growing description. Writing to a string cannot fail.
pub(super) struct Writer(String);

impl Writer {
    /// Begins with the session part; `mids` are bundled on one transport.
    pub(super) fn session<'a>(version: u64, mids: impl Iterator<Item = &'a str>) -> Self {
        let mut writer = Self(String::with_capacity(4_096));
        writer.line(format_args!("v=0"));
        writer.line(format_args!("o=- 1 {version} IN IP4 127.0.0.1"));
        writer.line(format_args!("s=-"));
        writer.line(format_args!("t=0 0"));
        writer.line(format_args!("a=ice-lite"));
        writer.0.push_str("a=group:BUNDLE");
        for mid in mids {
            let _ = write!(writer.0, " {mid}");
        }
        writer.0.push_str("\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS *\r\n");
        writer
    }

    /// The transport attributes of one media section.
    pub(super) fn transport(&mut self, local: &Local<'_>, setup: &str) {
        self.line(format_args!("c=IN IP4 0.0.0.0"));
        for (at, candidate) in local.candidates.iter().enumerate() {
            self.line(format_args!("a={}", candidate.attribute(at)));
        }
        self.line(format_args!("a=end-of-candidates"));
        self.line(format_args!("a=ice-ufrag:{}", local.credentials.ufrag.as_str()));
        self.line(format_args!("a=ice-pwd:{}", local.credentials.password));
        self.line(format_args!("a=fingerprint:{}", local.fingerprint));
        self.line(format_args!("a=setup:{setup}"));
        self.line(format_args!("a=rtcp-mux"));
        self.line(format_args!("a=rtcp-rsize"));
    }

    /// VP8 with its repair stream.
    pub(super) fn vp8(&mut self, payload_type: u8, repair_type: Option<u8>) {
        self.line(format_args!("a=rtpmap:{payload_type} VP8/90000"));
        for feedback in ["nack", "nack pli", "ccm fir"] {
            self.line(format_args!("a=rtcp-fb:{payload_type} {feedback}"));
        }
        if let Some(repair_type) = repair_type {
            self.line(format_args!("a=rtpmap:{repair_type} rtx/90000"));
            self.line(format_args!("a=fmtp:{repair_type} apt={payload_type}"));
        }
    }

    /// Opus, stereo on the wire by definition (RFC 7587).
    pub(super) fn opus(&mut self, payload_type: u8, parameters: &str) {
        self.line(format_args!("a=rtpmap:{payload_type} opus/48000/2"));
        if !parameters.is_empty() {
            self.line(format_args!("a=fmtp:{payload_type} {parameters}"));
        }
    }

    pub(super) fn line(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = write!(self.0, "{text}\r\n");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
