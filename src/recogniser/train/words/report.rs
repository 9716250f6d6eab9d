//! The report that lies beside a model of words: how well it reads whom.

use std::fmt::Write;

use super::{Results, Streams, Takes, WordsTraining};
use crate::recogniser::{train::signs::trial::Tally, words::WordsModel};

pub(super) fn readme(training: &WordsTraining, model: &WordsModel, results: &Results) -> String {
    let mut text = format!(
        "# {}\n\nReads {} signs of American Sign Language (ase) as words, live, from hand landmarks, and from shoulders \
         and nose where they are known. Trained on streams that are performed from the dictionary's descriptions{}, \
         {} batches, seed {}. **Nobody fluent has checked the signs or what is read.**\n",
        model.name(),
        model.config().words.len(),
        if training.data.is_some() { ", with recorded takes between them" } else { " alone" },
        training.steps,
        training.seed,
    );
    takes(&mut text, &results.takes);
    streams(&mut text, &results.streams);
    text
}

fn takes(text: &mut String, takes: &[(String, Takes)]) {
    if takes.is_empty() {
        return;
    }
    text.push_str("\n## Recorded takes of people whom it never saw\n\n");
    text.push_str("| source | takes | first | among three | told right | told wrong | other takes | told of them |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    let mut all = Tally::default();
    for (name, read) in takes {
        let Takes { ranked, told_right, told_wrong, others, others_told, .. } = read;
        let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
        all.add(ranked);
        _ = writeln!(
            text,
            "| {name} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {others} | {:.3} |",
            ranked.takes,
            share(ranked.first, ranked.takes),
            share(ranked.third, ranked.takes),
            share(*told_right, ranked.takes),
            share(*told_wrong, ranked.takes),
            share(*others_told, *others),
        );
    }
    _ = writeln!(text, "\nAll takes: {}.\n\n| sign | takes | first | among three |\n|---|---|---|---|", all.shares());
    let mut signs = std::collections::BTreeMap::<&str, Tally>::new();
    for (name, tally) in takes.iter().flat_map(|(_, read)| &read.by_sign) {
        signs.entry(name).or_default().add(tally);
    }
    for (name, Tally { takes, first, third }) in signs {
        let share = |part: usize| part as f32 / takes.max(1) as f32;
        _ = writeln!(text, "| {name} | {takes} | {:.3} | {:.3} |", share(first), share(third));
    }
}

fn streams(text: &mut String, streams: &Streams) {
    text.push_str("\n## Performed streams: somebody who goes on signing\n\n");
    _ = writeln!(
        text,
        "{} signs: precision {:.3}, recall {:.3}; a word comes {:.2} s after the end of its sign at the median, {:.2} s \
         at 95 %.\n\n| nothing signed | minutes | false words a minute |\n|---|---|---|",
        streams.signed,
        streams.precision(),
        streams.recall(),
        streams.delay(0.5),
        streams.delay(0.95),
    );
    for (what, minutes, told) in &streams.empty {
        _ = writeln!(text, "| {what} | {minutes:.0} | {:.2} |", *told as f32 / minutes.max(1e-3));
    }
    text.push_str("\n| believed | words | right |\n|---|---|---|\n");
    for (tenth, [told, right]) in streams.believed.iter().enumerate().filter(|(_, [told, _])| *told > 0) {
        let share = *right as f32 / *told as f32;
        _ = writeln!(
            text,
            "| .{tenth} to .{} | {told} | {share:.3} |",
            if tenth == 9 { "99".into() } else { (tenth + 1).to_string() }
        );
    }
}
