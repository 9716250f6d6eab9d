//! Our answer to a publish offer.

use super::publish::{MID, REPAIRED_RID, RID, TRANSPORT_CC};
use super::write::{Local, Writer};
use super::{OfferedTrack, PublishOffer, Section};
use crate::media::MediaKind;

/// Mirrors the offer: the codec of each accepted section, the extensions that we read, all layers.
pub(in crate::media) fn publish_answer(offer: &PublishOffer, local: &Local<'_>) -> String {
    let mut writer = Writer::session(local.version, offer.tracks().map(|track| track.mid.as_str()));
    for section in &offer.sections {
        match section {
            Section::Accepted(track) => write_track(&mut writer, track, local),
            Section::Refused { media, protocol, format, mid } => {
                writer.line(format_args!("m={media} 0 {protocol} {format}"));
                writer.line(format_args!("c=IN IP4 0.0.0.0"));
                writer.line(format_args!("a=mid:{mid}"));
                writer.line(format_args!("a=inactive"));
            }
        }
    }
    writer.finish()
}

fn write_track(writer: &mut Writer, track: &OfferedTrack, local: &Local<'_>) {
    let payload_type = track.payload_type;
    match (track.kind, track.repair_type) {
        (MediaKind::Audio, _) => writer.line(format_args!("m=audio 9 UDP/TLS/RTP/SAVPF {payload_type}")),
        (MediaKind::Video, None) => writer.line(format_args!("m=video 9 UDP/TLS/RTP/SAVPF {payload_type}")),
        (MediaKind::Video, Some(repair)) => {
            writer.line(format_args!("m=video 9 UDP/TLS/RTP/SAVPF {payload_type} {repair}"));
        }
    }
    writer.transport(local, "passive");
    writer.line(format_args!("a=mid:{}", track.mid));
    writer.line(format_args!("a={}", if track.is_sending { "recvonly" } else { "inactive" }));
    let ids = &track.extensions;
    for (id, uri) in
        [(ids.mid, MID), (ids.rid, RID), (ids.repaired_rid, REPAIRED_RID), (ids.transport_cc, TRANSPORT_CC)]
    {
        if let Some(id) = id {
            writer.line(format_args!("a=extmap:{id} {uri}"));
        }
    }
    match track.kind {
        MediaKind::Audio => writer.opus(payload_type, &track.parameters),
        MediaKind::Video => writer.vp8(payload_type, track.repair_type),
    }
    if ids.transport_cc.is_some() {
        writer.line(format_args!("a=rtcp-fb:{payload_type} transport-cc"));
    }
    for layer in &track.layers {
        writer.line(format_args!("a=rid:{layer} recv"));
    }
    if !track.layers.is_empty() {
        writer.line(format_args!("a=simulcast:recv {}", track.layers.join(";")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::dtls::Fingerprint;
    use crate::media::ice::{Candidate, Credentials, Transport};

    #[test]
    fn the_answer_mirrors_the_offer_and_refuses_the_rest() {
        let chromium = include_str!("testdata/chromium_publish_offer.sdp");
        let data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n";
        let offer = PublishOffer::read(&(chromium.to_owned() + data)).unwrap();
        let credentials = Credentials::random(&mut rand::rng());
        let candidates = [
            ("192.0.2.1:8900", Transport::Udp),
            ("[2001:db8::1]:8900", Transport::Udp),
            ("192.0.2.1:8900", Transport::Tcp),
        ]
        .map(|(address, transport)| Candidate { address: address.parse().unwrap(), transport });
        let local = Local {
            credentials: &credentials,
            fingerprint: Fingerprint::of(b"certificate"),
            candidates: &candidates,
            version: 1,
        };
        let answer = publish_answer(&offer, &local);
        for line in [
            "a=group:BUNDLE 0 1",
            "a=ice-lite",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
            "a=candidate:1 1 udp 2130706431 192.0.2.1 8900 typ host",
            "a=candidate:2 1 udp 2130706175 2001:db8::1 8900 typ host",
            "a=candidate:3 1 tcp 1520434687 192.0.2.1 8900 typ host tcptype passive",
            "a=rtcp-fb:96 transport-cc",
            "a=setup:passive",
        ] {
            assert!(answer.lines().any(|answered| answered == line), "{line} in\n{answer}");
        }
        assert!(!answer.contains("video-orientation") && !answer.contains("3gpp"));
    }
}
