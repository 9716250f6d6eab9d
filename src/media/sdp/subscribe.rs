//! What a browser answers to our slots.

use super::description::{Description, MediaSection};
use super::publish::TRANSPORT_CC;
use super::{SdpError, TRANSPORT_CC_ID};
use crate::media::dtls::Fingerprint;

/// An answer of the subscribe connection.
#[derive(Clone, Debug)]
pub(in crate::media) struct SubscribeAnswer {
    pub(in crate::media) fingerprint: Fingerprint,
    /// `mid`s of the slots that the browser will receive.
    pub(in crate::media) accepted: Vec<String>,
    /// Those of them whose packets carry transport-wide numbers.
    pub(in crate::media) numbered: Vec<String>,
    /// How many slots it answers at all: the first so many of the offer.
    pub(in crate::media) sections: usize,
}

impl SubscribeAnswer {
    pub(in crate::media) fn read(text: &str) -> Result<Self, SdpError> {
        let description = Description::read(text)?;
        if description.setup != "active" {
            return Err(SdpError::NotActive);
        }
        let is_accepted = |section: &&MediaSection<'_>| {
            let codec = if section.media == "audio" { "opus/48000/2" } else { "VP8/90000" };
            !section.is_rejected
                && matches!(section.direction, None | Some("recvonly" | "sendrecv"))
                && section.codec(codec).is_some()
        };
        let is_numbered = |section: &&MediaSection<'_>| section.extensions.contains(&(TRANSPORT_CC_ID, TRANSPORT_CC));
        let accepted = description.sections.iter().filter(is_accepted);
        let mid = |section: &MediaSection<'_>| section.mid.to_owned();
        Ok(Self {
            fingerprint: description.fingerprint,
            accepted: accepted.clone().map(mid).collect(),
            numbered: accepted.filter(is_numbered).map(mid).collect(),
            sections: description.sections.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(setup: &str) -> String {
        let fingerprint = Fingerprint::of(b"certificate");
        let section = |media: &str, port: u16, mid: &str, codec: &str| {
            format!(
                "m={media} {port} UDP/TLS/RTP/SAVPF 96\r\na=mid:{mid}\r\na=setup:{setup}\r\na=ice-ufrag:abcd\r\n\
                 a=fingerprint:{fingerprint}\r\na=recvonly\r\na=rtpmap:96 {codec}\r\n"
            )
        };
        section("audio", 9, "a0", "opus/48000/2")
            + &section("video", 9, "v0", "VP8/90000")
            + &format!("a=extmap:{TRANSPORT_CC_ID} {TRANSPORT_CC}\r\n")
            + &section("video", 0, "v1", "VP8/90000")
    }

    #[test]
    fn refused_slots_are_left_out() {
        let answer = SubscribeAnswer::read(&answer("active")).unwrap();
        assert_eq!(answer.accepted, ["a0", "v0"]);
        assert_eq!(answer.numbered, ["v0"]);
        assert_eq!(answer.sections, 3);
    }

    #[test]
    fn a_browser_that_waits_for_us_is_refused() {
        assert_eq!(SubscribeAnswer::read(&answer("passive")).unwrap_err(), SdpError::NotActive);
    }
}
