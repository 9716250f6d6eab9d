//! What our participants negotiate: Opus, VP8 with retransmission, the extensions of the server.

use rtc::{
    peer_connection::{
        configuration::{
            interceptor_registry::register_default_interceptors,
            media_engine::{MIME_TYPE_OPUS, MIME_TYPE_RTX, MIME_TYPE_VP8},
        },
        transport::RTCDtlsRole,
    },
    rtp_transceiver::{
        PayloadType,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RtpCodecKind},
    },
};
use webrtc::{
    error::Result,
    peer_connection::{MediaEngine, Registry, SettingEngine, SettingEngineBuilder},
};

/// Payload type of Opus in our offers.
pub(super) const OPUS: PayloadType = 111;
/// Payload type of VP8 in our offers.
pub(super) const VP8: PayloadType = 96;
const VP8_RTX: PayloadType = 97;

/// The codecs with the interceptors of a browser: NACK both ways, reports, transport-wide feedback.
pub(super) fn engine() -> Result<(MediaEngine, Registry)> {
    let mut engine = MediaEngine::default();
    for (payload_type, kind, rtp_codec) in
        [(OPUS, RtpCodecKind::Audio, opus()), (VP8, RtpCodecKind::Video, vp8()), (VP8_RTX, RtpCodecKind::Video, rtx())]
    {
        engine.register_codec(RTCRtpCodecParameters { rtp_codec, payload_type }, kind)?;
    }
    let registry = register_default_interceptors(Registry::new(), &mut engine)?;
    Ok((engine, registry))
}

/// The server is ICE-lite and offers `actpass`: whoever answers must start the handshake.
pub(super) fn settings() -> SettingEngine {
    SettingEngineBuilder::new().with_answering_dtls_role(RTCDtlsRole::Client).build()
}

pub(super) fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".to_owned(),
        rtcp_feedback: Vec::new(),
    }
}

pub(super) fn vp8() -> RTCRtpCodec {
    let feedback = |typ: &str, parameter: &str| RTCPFeedback { typ: typ.to_owned(), parameter: parameter.to_owned() };
    RTCRtpCodec {
        mime_type: MIME_TYPE_VP8.to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: vec![feedback("nack", ""), feedback("nack", "pli"), feedback("ccm", "fir")],
    }
}

fn rtx() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_RTX.to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: format!("apt={VP8}"),
        rtcp_feedback: Vec::new(),
    }
}
