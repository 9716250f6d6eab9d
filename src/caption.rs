//! Turns hypotheses into captions.

mod book;
mod export;
mod stabilise;
mod stream_clock;

pub use book::{Book, Final};
pub use export::{Format, export};
pub use stabilise::{Line, Origin};
pub use stream_clock::{StampedSink, StreamClock};

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use crate::wire::{Caption, CaptionSource, CaptionStage};

    /// A final caption of Ana's.
    pub(crate) fn caption(text: &str) -> Caption {
        Caption {
            segment: Uuid::from_u128(7),
            revision: 3,
            stage: CaptionStage::Final,
            participant: Uuid::from_u128(1),
            name: "Ana".to_owned(),
            track: "camera".to_owned(),
            text: text.to_owned(),
            stable: text.chars().count() as u32,
            start_ms: 1_000,
            end_ms: 3_500,
            confidence: 0.875,
            alternatives: vec![],
            language: "ase".to_owned(),
            source: CaptionSource::Sign,
            model: "fingerspelling-ase".to_owned(),
            machine: true,
            corrected_by: None,
        }
    }
}
