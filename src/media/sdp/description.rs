//! The lines of a session description, sorted into fields.

use super::{MAX_LEN, MAX_SECTIONS, SdpError};
use crate::media::dtls::Fingerprint;
use crate::media::ice::Ufrag;

/// One description; transport attributes are those of the session or of the first section that
/// has them, which under BUNDLE is the same.
#[derive(Debug)]
pub(super) struct Description<'a> {
    pub(super) ufrag: Ufrag,
    pub(super) fingerprint: Fingerprint,
    pub(super) setup: &'a str,
    pub(super) sections: Vec<MediaSection<'a>>,
}

/// One m-line with its attributes.
#[derive(Debug, Default)]
pub(super) struct MediaSection<'a> {
    pub(super) media: &'a str,
    pub(super) protocol: &'a str,
    pub(super) formats: Vec<&'a str>,
    pub(super) is_rejected: bool,
    pub(super) mid: &'a str,
    /// `sendrecv` when not said.
    pub(super) direction: Option<&'a str>,
    pub(super) codecs: Vec<Codec<'a>>,
    /// (id, URI)
    pub(super) extensions: Vec<(u8, &'a str)>,
    pub(super) ssrcs: Vec<u32>,
    /// Primary and repair stream of each FID group.
    pub(super) repairs: Vec<(u32, u32)>,
    /// Layers of `a=simulcast:send`, in the order given.
    pub(super) layers: Vec<&'a str>,
}

/// An rtpmap with its parameters.
#[derive(Debug)]
pub(super) struct Codec<'a> {
    pub(super) payload_type: u8,
    pub(super) name: &'a str,
    pub(super) parameters: &'a str,
}

impl<'a> Description<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, SdpError> {
        if text.len() > MAX_LEN {
            return Err(SdpError::TooLarge);
        }
        let (mut ufrag, mut fingerprint, mut setup) = (None, None, None);
        let mut sections: Vec<MediaSection<'_>> = Vec::new();
        // A carriage return alone ends a line as well, so that none gets into a value and from there into
        // a description of ours.
        for line in text.split(['\r', '\n']) {
            if let Some(media) = line.strip_prefix("m=") {
                if sections.len() == MAX_SECTIONS {
                    return Err(SdpError::TooLarge);
                }
                sections.push(MediaSection::read(media).ok_or(SdpError::Missing("a media line"))?);
                continue;
            }
            let Some(attribute) = line.strip_prefix("a=") else { continue };
            let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
            match name {
                "ice-ufrag" if ufrag.is_none() => ufrag = Ufrag::parse(value.trim()),
                "fingerprint" if fingerprint.is_none() => fingerprint = Fingerprint::parse(value),
                "setup" if setup.is_none() => setup = Some(value.trim()),
                _ => {
                    if let Some(section) = sections.last_mut() {
                        section.attribute(name, value.trim());
                    }
                }
            }
        }
        Ok(Self {
            ufrag: ufrag.ok_or(SdpError::Missing("a=ice-ufrag"))?,
            fingerprint: fingerprint.ok_or(SdpError::Missing("a=fingerprint:sha-256"))?,
            setup: setup.ok_or(SdpError::Missing("a=setup"))?,
            sections,
        })
    }
}

impl<'a> MediaSection<'a> {
    pub(super) fn codec(&self, name: &str) -> Option<&Codec<'a>> {
        self.codecs.iter().find(|codec| codec.name.eq_ignore_ascii_case(name))
    }

    /// The payload type that repairs `payload_type` (RFC 4588).
    pub(super) fn repair_of(&self, payload_type: u8) -> Option<u8> {
        let is_repair = |codec: &&Codec<'_>| {
            codec.name.eq_ignore_ascii_case("rtx/90000")
                && codec.parameters.split(';').any(|parameter| {
                    parameter.trim().strip_prefix("apt=").and_then(|apt| apt.parse().ok()) == Some(payload_type)
                })
        };
        self.codecs.iter().find(is_repair).map(|codec| codec.payload_type)
    }

    fn read(line: &'a str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        Some(Self {
            media: words.next()?,
            is_rejected: words.next()? == "0",
            protocol: words.next()?,
            formats: words.collect(),
            ..Self::default()
        })
    }

    /// The codec that an attribute begins with, which may come in any order, and what follows.
    fn codec_of(&mut self, value: &'a str) -> Option<(&mut Codec<'a>, &'a str)> {
        let (payload_type, rest) = value.split_once(' ')?;
        let payload_type = payload_type.parse().ok().filter(|payload_type| *payload_type < 128)?;
        let at = self.codecs.iter().position(|codec| codec.payload_type == payload_type).unwrap_or_else(|| {
            self.codecs.push(Codec { payload_type, name: "", parameters: "" });
            self.codecs.len() - 1
        });
        Some((&mut self.codecs[at], rest))
    }

    fn attribute(&mut self, name: &'a str, value: &'a str) {
        match name {
            // Port 0 says here that the section has no transport of its own (RFC 8843, section 6).
            "bundle-only" => self.is_rejected = false,
            "extmap" => {
                // The id may carry a direction: `3/recvonly`.
                let mut words = value.split_ascii_whitespace();
                let id = words.next().and_then(|id| id.split('/').next()).and_then(|id| id.parse().ok());
                if let (Some(id), Some(uri)) = (id, words.next()) {
                    self.extensions.push((id, uri));
                }
            }
            "fmtp" => {
                if let Some((codec, parameters)) = self.codec_of(value) {
                    codec.parameters = parameters;
                }
            }
            "inactive" | "recvonly" | "sendonly" | "sendrecv" => self.direction = Some(name),
            "mid" => self.mid = value,
            "rtpmap" => {
                if let Some((codec, name)) = self.codec_of(value) {
                    codec.name = name.trim();
                }
            }
            "simulcast" => {
                let mut words = value.split_ascii_whitespace();
                while let Some(direction) = words.next() {
                    let Some(list) = words.next() else { break };
                    if direction == "send" {
                        // Alternatives are separated by commas, paused layers marked by a tilde.
                        self.layers = list
                            .split(';')
                            .filter_map(|layer| layer.split(',').next())
                            .map(|layer| layer.trim_start_matches('~'))
                            .collect();
                    }
                }
            }
            "ssrc" => {
                if let Some(ssrc) = value.split_ascii_whitespace().next().and_then(|ssrc| ssrc.parse().ok())
                    && !self.ssrcs.contains(&ssrc)
                {
                    self.ssrcs.push(ssrc);
                }
            }
            "ssrc-group" => {
                if let Some(pair) = value.strip_prefix("FID ")
                    && let Some((primary, repair)) = pair.trim().split_once(' ')
                    && let (Ok(primary), Ok(repair)) = (primary.parse(), repair.trim().parse())
                {
                    self.repairs.push((primary, repair));
                }
            }
            _ => {}
        }
    }
}
