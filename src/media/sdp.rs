//! Session descriptions (RFC 8866, RFC 8829), a browser's or our own.

mod answer;
mod description;
mod offer;
mod publish;
mod subscribe;
mod write;

pub(super) use answer::publish_answer;
pub(super) use offer::{SlotLine, subscribe_offer};
pub(super) use publish::{ExtensionIds, MAX_LAYERS, OfferedTrack, PublishOffer, Section};
pub(super) use subscribe::SubscribeAnswer;
pub(super) use write::Local;

/// Why a description cannot be used, as a sentence fragment for people.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum SdpError {
    /// A line or attribute that is needed is absent or malformed.
    #[error("{0} is missing or malformed")]
    Missing(&'static str),
    /// The browser wants to be the DTLS server.
    #[error("the answer must choose setup:active")]
    NotActive,
    /// Longer than [`MAX_LEN`] or with more than [`MAX_SECTIONS`] media sections.
    #[error("it is too large")]
    TooLarge,
}

/// Longest description that is read, in bytes: a browser's offer with all codecs is about 8 kB, its
/// answer to a hundred slots of each kind about 120 kB.
const MAX_LEN: usize = 192 * 1024;
/// Most media sections that are read: as many slots as a large room has.
const MAX_SECTIONS: usize = 256;

/// Payload types of the subscribe connection.
pub(super) const OPUS: u8 = 111;
pub(super) const VP8: u8 = 96;
pub(super) const VP8_RTX: u8 = 97;
/// Id of the transport-wide number among the header extensions of the subscribe connection.
pub(super) const TRANSPORT_CC_ID: u8 = 1;
