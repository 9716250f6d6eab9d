//! Writes a call as plain text.

use std::time::Duration;

use super::timeline::{Moment, Said, timeline};
use crate::wire::{CallRecord, Caption, CaptionSource};

pub(super) fn write(record: &CallRecord) -> String {
    let call = &record.call;
    let mut text = format!("Call in room {}\nBegan {}\n", call.room, call.started.format(DATE));
    if let Some(ended) = call.ended {
        text += &format!("Ended {}\n", ended.format(DATE));
    }
    text += &format!("With {}\n", call.participants.join(", "));
    if record.transcript.iter().any(|line| line.caption.machine) {
        text += "Lines marked \"machine\" were read from signing by a machine and may be wrong.\n";
    }
    text += "\n";
    for Moment { at, said } in timeline(record) {
        let (who, mark, words) = match said {
            Said::Caption(caption) => (&caption.name, mark(caption), &caption.text),
            Said::Chat(message) => (&message.name, "chat", &message.text),
        };
        let words: Vec<_> = words.lines().filter(|line| !line.trim().is_empty()).collect();
        text += &format!("[{}] {} ({mark}): {}\n", clock(at), one_line(who), words.join("\n    "));
    }
    text
}

fn mark(caption: &Caption) -> &'static str {
    match (caption.source, caption.machine) {
        (CaptionSource::Sign, true) => "signed, machine",
        (CaptionSource::Sign, false) => "signed",
        (CaptionSource::Typed, true) => "typed, machine",
        (CaptionSource::Typed, false) => "typed",
    }
}

fn clock(at: Duration) -> String {
    let seconds = at.as_secs();
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

const DATE: &str = "%Y-%m-%d %H:%M:%S UTC";
