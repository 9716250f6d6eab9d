//! Our offer of a subscribe connection: fixed slots.

use super::publish::TRANSPORT_CC;
use super::write::{Local, Writer};
use super::{OPUS, TRANSPORT_CC_ID, VP8, VP8_RTX};
use crate::media::MediaKind;

/// One slot as the offer shows it.
pub(in crate::media) struct SlotLine<'a> {
    pub(in crate::media) mid: &'a str,
    pub(in crate::media) kind: MediaKind,
    /// Slots of one stream are played in step (lip sync).
    pub(in crate::media) stream: usize,
    pub(in crate::media) ssrc: u32,
    pub(in crate::media) repair_ssrc: u32,
}

/// Offers the slots in their order.
pub(in crate::media) fn subscribe_offer<'a>(
    slots: impl Iterator<Item = SlotLine<'a>> + Clone,
    local: &Local<'_>,
) -> String {
    let mut writer = Writer::session(local.version, slots.clone().map(|slot| slot.mid));
    for slot in slots {
        match slot.kind {
            MediaKind::Audio => writer.line(format_args!("m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}")),
            MediaKind::Video => writer.line(format_args!("m=video 9 UDP/TLS/RTP/SAVPF {VP8} {VP8_RTX}")),
        }
        writer.transport(local, "actpass");
        writer.line(format_args!("a=mid:{}", slot.mid));
        writer.line(format_args!("a=sendonly"));
        writer.line(format_args!("a=msid:slot{} {}", slot.stream, slot.mid));
        writer.line(format_args!("a=extmap:{TRANSPORT_CC_ID} {TRANSPORT_CC}"));
        match slot.kind {
            MediaKind::Audio => {
                writer.opus(OPUS, "minptime=10;useinbandfec=1");
                writer.line(format_args!("a=rtcp-fb:{OPUS} transport-cc"));
                writer.line(format_args!("a=ssrc:{} cname:slot{}", slot.ssrc, slot.stream));
            }
            MediaKind::Video => {
                writer.vp8(VP8, Some(VP8_RTX));
                writer.line(format_args!("a=rtcp-fb:{VP8} transport-cc"));
                writer.line(format_args!("a=ssrc-group:FID {} {}", slot.ssrc, slot.repair_ssrc));
                // Chromium takes the first as the primary one, whatever the group says.
                for ssrc in [slot.ssrc, slot.repair_ssrc] {
                    writer.line(format_args!("a=ssrc:{ssrc} cname:slot{}", slot.stream));
                }
            }
        }
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::dtls::Fingerprint;
    use crate::media::ice::Credentials;

    #[test]
    fn every_slot_is_one_section_with_its_streams() {
        let credentials = Credentials::random(&mut rand::rng());
        let local =
            Local { credentials: &credentials, fingerprint: Fingerprint::of(b"x"), candidates: &[], version: 1 };
        let slots = [
            SlotLine { mid: "a0", kind: MediaKind::Audio, stream: 0, ssrc: 1, repair_ssrc: 2 },
            SlotLine { mid: "v0", kind: MediaKind::Video, stream: 0, ssrc: 3, repair_ssrc: 4 },
        ];
        let offer = subscribe_offer(slots.iter().map(|slot| SlotLine { ..*slot }), &local);
        for line in ["a=group:BUNDLE a0 v0", "a=ssrc-group:FID 3 4", "a=msid:slot0 v0", "a=ssrc:1 cname:slot0"] {
            assert!(offer.lines().any(|offered| offered == line), "{line} in\n{offer}");
        }
        for line in ["a=setup:actpass", "a=extmap:1 http://www.ietf.org/id/draft-holmer", " transport-cc\r\n"] {
            assert_eq!(offer.matches(line).count(), 2, "{line} in\n{offer}");
        }
    }
}
