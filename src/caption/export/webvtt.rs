//! Writes a call as WebVTT subtitles.
//!
//! Times are on the call's clock. Cues have the classes `machine` (read from signing by a machine),
//! `signed`, `typed` or `chat`, so that a player's style sheet can tell them apart; for players
//! without one, machine-made text is marked in words as well.
//! <https://www.w3.org/TR/webvtt1/>

use std::time::Duration;

use super::{
    text::one_line,
    timeline::{Moment, Said, timeline},
};
use crate::wire::{CallRecord, Caption, CaptionSource};

pub(super) fn write(record: &CallRecord) -> String {
    let mut file = "WEBVTT\n".to_owned();
    // A comment ends at a blank line and must not contain an arrow.
    file += &format!("\nNOTE Call in room {}, begun {}\n", escape(&record.call.room), record.call.started.to_rfc3339());
    if record.transcript.iter().any(|line| line.caption.machine) {
        file += "\nNOTE Text marked [machine] was read from signing by a machine and may be wrong.\n";
    }
    for Moment { at, said } in timeline(record) {
        let cue = match said {
            Said::Caption(caption) => {
                let end = Duration::from_millis(caption.end_ms).max(at + SHORTEST);
                let mark = if caption.machine { "[machine] " } else { "" };
                Cue { start: at, end, class: class(caption), name: &caption.name, mark, words: &caption.text }
            }
            Said::Chat(message) => {
                let (start, end) = (at, at + CHAT_SHOWN);
                Cue { start, end, class: "chat", name: &message.name, mark: "", words: &message.text }
            }
        };
        file += &cue.write();
    }
    file
}

struct Cue<'a> {
    start: Duration,
    end: Duration,
    class: &'static str,
    name: &'a str,
    mark: &'static str,
    words: &'a str,
}

impl Cue<'_> {
    fn write(&self) -> String {
        let lines: Vec<_> = self.words.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        format!(
            "\n{} --> {}\n<v.{} {}>{}{}\n",
            time(self.start),
            time(self.end),
            self.class,
            escape(&one_line(self.name)),
            self.mark,
            escape(&lines.join("\n")),
        )
    }
}

fn class(caption: &Caption) -> &'static str {
    match (caption.machine, caption.source) {
        (true, _) => "machine",
        (false, CaptionSource::Sign) => "signed",
        (false, CaptionSource::Typed) => "typed",
    }
}

/// The three characters that mean something; without `>` there is no arrow either.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn time(at: Duration) -> String {
    let seconds = at.as_secs();
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3_600, seconds / 60 % 60, seconds % 60, at.subsec_millis())
}

/// A cue must end after it began, and be readable.
const SHORTEST: Duration = Duration::from_secs(1);
/// Chat has no end of its own.
const CHAT_SHOWN: Duration = Duration::from_secs(5);
