//! What a browser offers to publish.

use super::SdpError;
use super::description::{Description, MediaSection};
use crate::media::MediaKind;
use crate::media::dtls::Fingerprint;
use crate::media::ice::Ufrag;

/// An offer of the publish connection.
#[derive(Clone, Debug)]
pub(in crate::media) struct PublishOffer {
    pub(in crate::media) ufrag: Ufrag,
    pub(in crate::media) fingerprint: Fingerprint,
    /// Every media section in its order, as the answer must have them.
    pub(in crate::media) sections: Vec<Section>,
}

/// One media section of the offer.
#[derive(Clone, Debug)]
pub(in crate::media) enum Section {
    /// A camera or microphone that we take.
    Accepted(OfferedTrack),
    /// Anything else: refused with port 0.
    Refused { media: String, protocol: String, format: String, mid: String },
}

/// A track, sending or paused.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::media) struct OfferedTrack {
    pub(in crate::media) mid: String,
    pub(in crate::media) kind: MediaKind,
    pub(in crate::media) is_sending: bool,
    pub(in crate::media) payload_type: u8,
    pub(in crate::media) repair_type: Option<u8>,
    /// Of the chosen codec, to be mirrored.
    pub(in crate::media) parameters: String,
    pub(in crate::media) extensions: ExtensionIds,
    /// Simulcast layers, empty for a single stream.
    pub(in crate::media) layers: Vec<String>,
    /// Streams that the offer names: primary and repair.
    pub(in crate::media) streams: Vec<(u32, Option<u32>)>,
}

/// Ids of the header extensions that we read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::media) struct ExtensionIds {
    pub(in crate::media) mid: Option<u8>,
    pub(in crate::media) rid: Option<u8>,
    pub(in crate::media) repaired_rid: Option<u8>,
    pub(in crate::media) transport_cc: Option<u8>,
}

impl PublishOffer {
    /// Reads an offer: the first audio section with Opus and the first video section with VP8 are
    /// taken.
    pub(in crate::media) fn read(text: &str) -> Result<Self, SdpError> {
        let description = Description::read(text)?;
        let mut has = [false; 2];
        let mut sections = Vec::new();
        for section in &description.sections {
            if !is_token(section.mid) {
                return Err(SdpError::Missing("a=mid"));
            }
            let track = OfferedTrack::read(section)
                .filter(|track| !std::mem::replace(&mut has[usize::from(track.kind == MediaKind::Video)], true));
            sections.push(track.map_or_else(|| Section::refused(section), Section::Accepted));
        }
        Ok(Self { ufrag: description.ufrag, fingerprint: description.fingerprint, sections })
    }

    pub(in crate::media) fn tracks(&self) -> impl Iterator<Item = &OfferedTrack> {
        self.sections.iter().filter_map(|section| match section {
            Section::Accepted(track) => Some(track),
            Section::Refused { .. } => None,
        })
    }
}

impl ExtensionIds {
    /// Sections of one transport share their ids, and not every section has every extension.
    pub(in crate::media) fn add(&mut self, other: Self) {
        self.mid = other.mid.or(self.mid);
        self.rid = other.rid.or(self.rid);
        self.repaired_rid = other.repaired_rid.or(self.repaired_rid);
        self.transport_cc = other.transport_cc.or(self.transport_cc);
    }
}

impl Section {
    fn refused(section: &MediaSection<'_>) -> Self {
        Self::Refused {
            media: section.media.to_owned(),
            protocol: section.protocol.to_owned(),
            format: section.formats.first().copied().unwrap_or("0").to_owned(),
            mid: section.mid.to_owned(),
        }
    }
}

impl OfferedTrack {
    fn read(section: &MediaSection<'_>) -> Option<Self> {
        let (kind, codec) = match section.media {
            "audio" => (MediaKind::Audio, "opus/48000/2"),
            "video" => (MediaKind::Video, "VP8/90000"),
            _ => return None,
        };
        if section.is_rejected {
            return None;
        }
        let codec = section.codec(codec)?;
        let extension = |uri: &str| section.extensions.iter().find(|(_, known)| *known == uri).map(|(id, _)| *id);
        let mut streams: Vec<_> = section.repairs.iter().map(|(primary, repair)| (*primary, Some(*repair))).collect();
        if streams.is_empty() {
            streams.extend(section.ssrcs.first().map(|ssrc| (*ssrc, None)));
        }
        let layers = section.layers.iter().filter(|layer| is_token(layer)).take(MAX_LAYERS);
        Some(Self {
            mid: section.mid.to_owned(),
            kind,
            is_sending: matches!(section.direction, None | Some("sendrecv" | "sendonly")),
            payload_type: codec.payload_type,
            repair_type: section.repair_of(codec.payload_type),
            parameters: codec.parameters.to_owned(),
            extensions: ExtensionIds {
                mid: extension(MID),
                rid: extension(RID),
                repaired_rid: extension(REPAIRED_RID),
                transport_cc: extension(TRANSPORT_CC),
            },
            layers: layers.map(|layer| (*layer).to_owned()).collect(),
            streams,
        })
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 32
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

pub(super) const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
pub(super) const RID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
pub(super) const REPAIRED_RID: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
pub(super) const TRANSPORT_CC: &str = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
/// Most simulcast layers of one track; further ones are not answered.
pub(in crate::media) const MAX_LAYERS: usize = 3;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHROMIUM: &str = include_str!("testdata/chromium_publish_offer.sdp");

    #[test]
    fn a_chromium_offer_is_read() {
        let offer = PublishOffer::read(CHROMIUM).unwrap();
        let tracks: Vec<_> = offer.tracks().collect();
        assert_eq!(tracks.len(), 2);
        assert_eq!((tracks[0].kind, tracks[0].payload_type, tracks[0].mid.as_str()), (MediaKind::Audio, 111, "0"));
        assert!(tracks[0].parameters.contains("useinbandfec=1"));
        assert_eq!((tracks[1].kind, tracks[1].payload_type, tracks[1].repair_type), (MediaKind::Video, 96, Some(97)));
        assert!(tracks[1].is_sending);
        assert!(tracks[1].extensions.mid.is_some() && tracks[1].extensions.transport_cc.is_some());
        assert_eq!(tracks[1].streams.len(), 1);
        assert!(tracks[1].streams[0].1.is_some());
    }

    #[test]
    fn a_firefox_offer_is_read_with_its_picture_that_names_no_port() {
        let offer = PublishOffer::read(include_str!("testdata/firefox_publish_offer.sdp")).unwrap();
        let tracks: Vec<_> = offer.tracks().map(|track| (track.kind, track.payload_type, track.repair_type)).collect();
        assert_eq!(tracks, [(MediaKind::Audio, 109, None), (MediaKind::Video, 120, Some(124))]);
        assert!(offer.tracks().all(|track| track.is_sending && track.streams.len() == 1));
    }

    #[test]
    fn no_line_of_theirs_becomes_a_line_of_ours() {
        let offer = CHROMIUM.replace("a=mid:1", "a=mid:1\ra=evil");
        assert!(PublishOffer::read(&offer).unwrap().tracks().all(|track| !track.mid.as_str().contains('\r')));
    }

    #[test]
    fn simulcast_layers_keep_their_order() {
        let offer = CHROMIUM.replace("a=rtpmap:96 ", "a=simulcast:send q;~h,x;f\r\na=rtpmap:96 ");
        let tracks = PublishOffer::read(&offer).unwrap();
        assert_eq!(tracks.tracks().nth(1).unwrap().layers, ["q", "h", "f"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(PublishOffer::read("v=0").unwrap_err(), SdpError::Missing("a=ice-ufrag"));
        let without = CHROMIUM.replace("a=fingerprint", "a=x");
        assert_eq!(PublishOffer::read(&without).unwrap_err(), SdpError::Missing("a=fingerprint:sha-256"));
    }

    proptest! {
        #[test]
        fn a_mangled_offer_never_panics(at in 0_usize..CHROMIUM.len(), len in 0_usize..40, text in "[ -~\r\n]{0,30}") {
            let mut bytes = CHROMIUM.as_bytes().to_vec();
            let end = (at + len).min(bytes.len());
            bytes.splice(at..end, text.bytes());
            let _ = PublishOffer::read(&String::from_utf8_lossy(&bytes));
        }
    }
}
