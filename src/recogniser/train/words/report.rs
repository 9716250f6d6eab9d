//! The report that lies beside a model of words: how well it reads whom.

use std::fmt::Write;

use super::{Streams, Takes, WordsTraining};
use crate::recogniser::{
    train::{records::Source, signs::trial::Tally},
    words::{WordsModel, telling::Tuning},
};

pub(super) fn readme(training: &WordsTraining, learned: &[Source], model: &WordsModel, figures: &str) -> String {
    let recorded = if training.data.is_some() { ", with recorded takes between them" } else { " alone" };
    format!(
        "# {}\n\nReads {} signs of American Sign Language (ase) as words, live, from hand landmarks, and from shoulders \
         and nose where they are known. Trained on streams that are performed from the dictionary's descriptions{recorded}, \
         {} batches, seed {}. **Nobody fluent has checked the signs or what is read.**\n{figures}{}",
        model.name(),
        model.config().words.len(),
        training.steps,
        training.seed,
        sources(learned),
    )
}

fn sources(learned: &[Source]) -> String {
    if learned.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## Recorded takes that it learned from\n\n| repository | commit | licence |\n|---|---|---|\n".to_owned();
    for Source { repository, commit, licence, .. } in learned {
        _ = writeln!(text, "| {repository} | {} | {licence} |", commit.get(..8).unwrap_or(commit));
    }
    text
}

pub(super) fn figures(model: &WordsModel, read: &[(String, Takes)], performed: &Streams) -> String {
    let Tuning { score, steps, after } = model.config().telling;
    let mut text = format!(
        "\nA word is told at a probability of {score}, the mean over {steps} steps of 1/15 s, and not \
         within the first {after} steps.\n"
    );
    takes(&mut text, read);
    streams(&mut text, performed);
    text
}

fn takes(text: &mut String, takes: &[(String, Takes)]) {
    if takes.is_empty() {
        return;
    }
    text.push_str("\n## Recorded takes\n\n");
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
    let mistaken = most_mistaken(takes);
    if !mistaken.is_empty() {
        _ = writeln!(text, "\nMost often mistaken: {mistaken}.");
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

/// `eat read as food 12`, the commonest first.
fn most_mistaken(takes: &[(String, Takes)]) -> String {
    let mut all = std::collections::BTreeMap::<&(String, String), usize>::new();
    for (pair, count) in takes.iter().flat_map(|(_, read)| &read.mistaken) {
        *all.entry(pair).or_default() += count;
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named = all.iter().take(MISTAKES).map(|((sign, read), count)| format!("{sign} read as {read} {count}"));
    named.collect::<Vec<_>>().join(", ")
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

const MISTAKES: usize = 20;
