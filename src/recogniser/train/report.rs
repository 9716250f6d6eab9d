//! Writes a model's README: what it is, how well it reads whom, whom it learned from.

use std::fmt::Write;

use super::{
    Training,
    corpus::Corpus,
    measure::{Movements, ReadClip, Score, share},
};

/// All that was measured.
#[derive(Debug, Default)]
pub(super) struct Results {
    /// By training source: letters of a model that never saw it.
    pub(super) left_out: Vec<(String, Score)>,
    pub(super) left_out_movements: Vec<(String, Movements)>,
    /// By test source.
    pub(super) letters: Vec<(String, Score)>,
    pub(super) digits: Option<Score>,
    pub(super) clips: Vec<ReadClip>,
}

impl Results {
    /// Share of the clips' characters that are right.
    fn characters(&self) -> f32 {
        let errors: usize = self.clips.iter().map(ReadClip::errors).sum();
        let all: usize = self.clips.iter().map(|read| read.clip.expected_text.chars().count()).sum();
        1.0 - share(errors, all)
    }
}

/// The README's text.
pub(super) fn readme(training: &Training, name: &str, corpus: &Corpus, results: &Results) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_readme(&mut text, training, name, corpus, results);
    text
}

fn write_readme(
    out: &mut String,
    training: &Training,
    name: &str,
    corpus: &Corpus,
    results: &Results,
) -> std::fmt::Result {
    writeln!(out, "# {name}\n\n{ABOUT}\n")?;
    writeln!(
        out,
        "Made by `glossa model train --seed {}`; the same data and seed give the same weights",
        training.seed
    )?;
    writeln!(out, "on the same kind of processor.\n\n## How well it reads people it never saw\n")?;
    writeln!(out, "Test sources are never trained on and nothing was chosen by them. 24 letters, single pictures:\n")?;
    writeln!(out, "{PICTURES}")?;
    for (source, score) in &results.letters {
        write_score(out, source, score)?;
    }
    if let Some(score) = &results.digits {
        writeln!(
            out,
            "\nDigits of {DIGIT_SIGNERS}: {} of {} detected ({:.1} %), of those without a border {:.1} %.",
            score.right,
            score.found,
            100.0 * score.detected(),
            100.0 * share(score.right_first, score.found_first)
        )?;
    }
    if !results.clips.is_empty() {
        writeln!(out, "\nWords joined from recorded letters, read as a stream from MediaPipe's landmarks:")?;
        writeln!(
            out,
            "{:.1} % of the characters, counting doubled letters once in what was shown and in what was read.\n",
            100.0 * results.characters()
        )?;
        writeln!(out, "| shown | read | errors | signer |\n|---|---|---|---|")?;
        for read in &results.clips {
            let clip = &read.clip;
            writeln!(out, "| {} | {} | {} | {} |", clip.expected_text, read.text, read.errors(), clip.signer)?;
        }
    }
    writeln!(
        out,
        "\n## While it was made\n\nLeave one source out: a smaller model (one member an ensemble, half the steps) that"
    )?;
    writeln!(out, "never saw the source. Letters of the alphabet, single pictures:\n\n{PICTURES}")?;
    for (source, score) in &results.left_out {
        write_score(out, source, score)?;
    }
    for (source, movements) in &results.left_out_movements {
        let [j, z, others] = movements.counts;
        writeln!(
            out,
            "\nMovements of {source}, trained without its recordings, each between two other letters: J {} of {}, Z {} of {}; taken for",
            j.1, j.0, z.1, z.0
        )?;
        writeln!(out, "one of them: {} of {} other letters.", others.1, others.0)?;
    }
    writeln!(out, "\n## Learned from\n\n| source | commit | licence |\n|---|---|---|")?;
    let used = corpus.sources.iter().filter(|source| source.teaches(&training.hold_out));
    for source in used.map(|spelled| &spelled.source) {
        writeln!(
            out,
            "| {} | {} | {} |",
            source.repository,
            &source.commit[..source.commit.len().min(12)],
            source.licence
        )?;
    }
    writeln!(out, "\nand from synthetic hands, drawn from descriptions of handshapes.")
}

fn write_score(out: &mut String, source: &str, score: &Score) -> std::fmt::Result {
    let percent = |part, whole| 100.0 * share(part, whole);
    writeln!(
        out,
        "| {source} | {:.1} | {:.1} of {:.1} | {:.1} of {:.1} | {} |",
        100.0 * score.detected(),
        percent(score.right_first, score.pictures),
        percent(score.found_first, score.pictures),
        percent(score.right, score.pictures),
        percent(score.found, score.pictures),
        score.worst(4),
    )
}

const ABOUT: &str = "\
Reads fingerspelling of the American manual alphabet (ISO 639-3 `ase`) and digits from the landmarks of
one hand. Two ensembles of small perceptrons: one over the outline of a frame (24 letters, digits,
nothing; shapes that mean a letter and a digit share a score), one over the path of the last second (J, Z).";

const PICTURES: &str = "\
| source | % of detected | % of all pictures, ceiling | with the second try, ceiling | worst confusions |
|---|---|---|---|---|";

const DIGIT_SIGNERS: &str = "42 students who were held out";
