//! Makes one signer's captions out of hypotheses: interim, final or taken back.

use std::time::Duration;

use uuid::Uuid;

use crate::{
    recogniser::Hypothesis,
    wire::{Caption, CaptionSource, CaptionStage},
};

/// What all captions of one tapped track have in common.
#[derive(Clone, Debug)]
pub struct Origin {
    pub participant: Uuid,
    pub name: String,
    pub track: String,
    /// ISO 639-3.
    pub language: String,
}

/// The captions of one signer while their track is tapped.
///
/// It says something only when something changed, never takes back what it called stable, and
/// never opens an empty caption.
#[derive(Debug)]
pub struct Line {
    origin: Origin,
    /// The stretches before this one are settled.
    next_segment: u32,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    segment: u32,
    heard: u32,
    shown: Caption,
}

impl Line {
    pub fn new(origin: Origin) -> Self {
        Self { origin, next_segment: 0, open: None }
    }

    /// Takes in a hypothesis; gives what is to be shown, oldest first (two when a stretch begins
    /// before the last one was settled). `segment_id` names a stretch that is new; `clock` turns
    /// the stream's time into the call's.
    pub fn revise(
        &mut self,
        hypothesis: Hypothesis,
        segment_id: Uuid,
        clock: impl Fn(Duration) -> Duration,
    ) -> Vec<Caption> {
        if hypothesis.segment < self.next_segment {
            return Vec::new();
        }
        let mut shown = Vec::new();
        if self.open.as_ref().is_some_and(|open| open.segment != hypothesis.segment) {
            shown.extend(self.retract());
        }
        if self.open.as_ref().is_some_and(|open| hypothesis.revision <= open.heard) {
            return shown;
        }
        self.next_segment = if hypothesis.last { hypothesis.segment.saturating_add(1) } else { hypothesis.segment };
        if hypothesis.text.is_empty() {
            shown.extend(self.retract());
            return shown;
        }

        let before = self.open.take();
        let (id, revision) = match &before {
            Some(open) => (open.shown.segment, open.shown.revision.saturating_add(1)),
            None => (segment_id, 0),
        };
        let (segment, heard, last) = (hypothesis.segment, hypothesis.revision, hypothesis.last);
        let caption = self.caption(hypothesis, id, revision, before.as_ref().map(|open| &open.shown), clock);
        match before {
            Some(open) if !last && same(&open.shown, &caption) => self.open = Some(Open { heard, ..open }),
            _ => {
                self.open = (!last).then(|| Open { segment, heard, shown: caption.clone() });
                shown.push(caption);
            }
        }
        shown
    }

    /// Takes back what is open: the signer withdrew, or it was nothing.
    pub fn retract(&mut self) -> Option<Caption> {
        let Open { shown, .. } = self.open.take()?;
        Some(retracted(shown))
    }

    /// What is shown but not settled.
    pub fn open(&self) -> Option<&Caption> {
        self.open.as_ref().map(|open| &open.shown)
    }

    fn caption(
        &self,
        hypothesis: Hypothesis,
        segment: Uuid,
        revision: u32,
        before: Option<&Caption>,
        clock: impl Fn(Duration) -> Duration,
    ) -> Caption {
        let length = hypothesis.text.chars().count();
        let kept = before.map_or(0, |shown| common_prefix(&shown.text, &hypothesis.text).min(shown.stable as usize));
        let stable = if hypothesis.last { length } else { hypothesis.stable.max(kept).min(length) };
        let start = clock(hypothesis.start);
        Caption {
            segment,
            revision,
            stage: if hypothesis.last { CaptionStage::Final } else { CaptionStage::Interim },
            participant: self.origin.participant,
            name: self.origin.name.clone(),
            track: self.origin.track.clone(),
            text: hypothesis.text,
            stable: u32::try_from(stable).unwrap_or(u32::MAX),
            start_ms: millis(start),
            end_ms: millis(clock(hypothesis.end).max(start)),
            confidence: finite(hypothesis.confidence),
            alternatives: hypothesis.alternatives,
            language: self.origin.language.clone(),
            source: CaptionSource::Sign,
            model: hypothesis.model.to_string(),
            machine: true,
            corrected_by: None,
        }
    }
}

/// The message that takes a caption back.
pub(super) fn retracted(shown: Caption) -> Caption {
    Caption {
        stage: CaptionStage::Retracted,
        revision: shown.revision.saturating_add(1),
        text: String::new(),
        stable: 0,
        alternatives: Vec::new(),
        ..shown
    }
}

fn same(a: &Caption, b: &Caption) -> bool {
    a.text == b.text && a.stable == b.stable && a.alternatives == b.alternatives
}

/// In characters.
fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// JSON knows no NaN.
fn finite(confidence: f32) -> f32 {
    if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_of_a_stretch_share_its_id_and_count_up() {
        let mut line = line();
        let first = revise(&mut line, said(0, 1, "H"));
        let second = revise(&mut line, said(0, 2, "HE"));
        let last = revise(&mut line, Hypothesis { last: true, ..said(0, 3, "HEY") });
        let ids: Vec<_> = [&first, &second, &last].map(|shown| (shown[0].segment, shown[0].revision)).into();
        assert_eq!(ids, [(Uuid::from_u128(9), 0), (Uuid::from_u128(9), 1), (Uuid::from_u128(9), 2)]);
        assert_eq!(last[0].stage, CaptionStage::Final);
        assert_eq!(last[0].stable, 3);
        assert!(line.open().is_none());
    }

    #[test]
    fn what_did_not_change_is_not_said_again() {
        let mut line = line();
        revise(&mut line, said(0, 1, "H"));
        assert!(revise(&mut line, said(0, 2, "H")).is_empty());
        assert_eq!(revise(&mut line, said(0, 3, "HE"))[0].revision, 1);
    }

    #[test]
    fn a_final_is_said_even_if_only_its_stage_changed() {
        let mut line = line();
        revise(&mut line, Hypothesis { stable: 1, ..said(0, 1, "H") });
        let last = revise(&mut line, Hypothesis { last: true, stable: 1, ..said(0, 2, "H") });
        assert_eq!((last.len(), last[0].stage, last[0].revision), (1, CaptionStage::Final, 1));
    }

    #[test]
    fn a_stretch_that_turned_out_to_be_nothing_is_taken_back() {
        let mut line = line();
        revise(&mut line, said(0, 1, "H"));
        let shown = revise(&mut line, Hypothesis { last: true, ..said(0, 2, "") });
        assert_eq!((shown[0].stage, shown[0].revision), (CaptionStage::Retracted, 1));
        assert!(revise(&mut line, said(1, 1, "")).is_empty(), "nothing was shown, so nothing is taken back");
    }

    #[test]
    fn what_is_late_is_not_listened_to() {
        let mut line = line();
        revise(&mut line, said(0, 5, "HEY"));
        assert!(revise(&mut line, said(0, 4, "HE")).is_empty());
        revise(&mut line, Hypothesis { last: true, ..said(0, 6, "HEY") });
        assert!(revise(&mut line, said(0, 7, "HEYO")).is_empty());
    }

    #[test]
    fn stable_characters_stay_stable_while_they_are_there() {
        let mut line = line();
        revise(&mut line, Hypothesis { stable: 2, ..said(0, 1, "HEL") });
        assert_eq!(revise(&mut line, Hypothesis { stable: 0, ..said(0, 2, "HELL") })[0].stable, 2);
        assert_eq!(revise(&mut line, Hypothesis { stable: 9, ..said(0, 3, "HELLO") })[0].stable, 5);
    }

    #[test]
    fn a_stretch_that_was_never_settled_is_taken_back_when_the_next_begins() {
        let mut line = line();
        revise(&mut line, said(0, 1, "H"));
        let shown = revise(&mut line, said(1, 1, "A"));
        let stages: Vec<_> = shown.iter().map(|caption| caption.stage).collect();
        assert_eq!(stages, [CaptionStage::Retracted, CaptionStage::Interim]);
    }

    #[test]
    fn withdrawal_takes_back_what_is_open() {
        let mut line = line();
        revise(&mut line, said(0, 1, "SECRET"));
        let taken_back = line.retract().unwrap();
        assert_eq!((taken_back.stage, taken_back.text.as_str()), (CaptionStage::Retracted, ""));
        assert_eq!(line.retract(), None);
    }

    #[test]
    fn times_are_the_calls() {
        let caption = &revise(&mut line(), said(0, 1, "H"))[0];
        assert_eq!((caption.start_ms, caption.end_ms), (10_200, 10_900));
    }

    fn line() -> Line {
        Line::new(Origin {
            participant: Uuid::from_u128(1),
            name: "Ana".to_owned(),
            track: "camera".to_owned(),
            language: "ase".to_owned(),
        })
    }

    fn revise(line: &mut Line, hypothesis: Hypothesis) -> Vec<Caption> {
        line.revise(hypothesis, Uuid::from_u128(9), |at| at + Duration::from_secs(10))
    }

    fn said(segment: u32, revision: u32, text: &str) -> Hypothesis {
        Hypothesis {
            segment,
            revision,
            last: false,
            text: text.to_owned(),
            stable: 0,
            start: Duration::from_millis(200),
            end: Duration::from_millis(900),
            confidence: 0.9,
            alternatives: vec![],
            model: "test".into(),
        }
    }
}
