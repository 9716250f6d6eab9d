//! The modules keep to the line that `src/lib.rs` draws.

use std::fs;
use std::path::{Path, PathBuf};

/// From left to right: a module may use those after it, and the leaves.
const LINE: [&str; 13] = [
    "main",
    "cli",
    "app",
    "http",
    "demo",
    "mail",
    "account",
    "room",
    "media",
    "recogniser",
    "caption",
    "store",
    "participant",
];

/// Leaves: they know nobody but each other.
const LEAVES: [&str; 11] =
    ["config", "lib", "near", "notation", "priority", "room_code", "shutdown", "signer", "telemetry", "video", "wire"];

/// Who may look to their left, and why.
const EXCEPTIONS: [(&str, &str); 1] = [
    // A caption is made of hypotheses: it reads their type.
    ("caption", "recogniser"),
];

/// Words with one home each: nowhere else do they occur, not even in a comment.
const HOMES: [(&str, &[&str]); 11] = [
    ("StatusCode", &["http"]),
    ("axum", &["http"]),
    ("candle", &["recogniser"]),
    ("candle_core", &["recogniser"]),
    ("candle_nn", &["recogniser"]),
    ("entity", &["store"]),
    // Settings are read as the address that mails are sent from.
    ("lettre", &["config", "mail"]),
    ("migration", &["store"]),
    // The interface of webrtc is made of types of rtc that it does not pass on.
    ("rtc", &["media", "participant"]),
    ("sea_orm", &["store"]),
    ("webrtc", &["participant"]),
];

#[test]
fn a_module_uses_only_those_to_its_right() {
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module();
        for used in uses(&source.text) {
            let to_the_right = place(module).is_some_and(|here| place(used).is_some_and(|there| here < there));
            let known = used == module || LEAVES.contains(&used) || EXCEPTIONS.contains(&(module, used));
            if !to_the_right && !known {
                wrong.push(format!("{} uses {used}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "against the line of modules:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    let lost: Vec<_> = sources()
        .into_iter()
        .map(|source| source.module().to_owned())
        .filter(|module| place(module).is_none() && !LEAVES.contains(&module.as_str()))
        .collect();
    assert!(lost.is_empty(), "neither in the line nor a leaf: {lost:?}");
}

#[test]
fn each_heavy_crate_has_one_home() {
    let mut wrong = Vec::new();
    // The map itself, in lib.rs, has to name them.
    for source in sources().into_iter().filter(|source| source.module() != "lib") {
        for (word, homes) in HOMES {
            if !homes.contains(&source.module()) && words(&source.text).any(|found| found == word) {
                wrong.push(format!("{} names {word}, which only {homes:?} may", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_its_one_idea_in_its_first_line() {
    let mut wrong = Vec::new();
    for source in sources() {
        let first = source.text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") || first.contains(" and ") {
            wrong.push(format!("{}: {first}", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "the first line is `//!` with one idea:\n{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_in_all_their_forms() {
    let text = "use crate::{a::{b, c}, d, e::F};\nlet x = crate::g::h();\nuse super::i;";
    assert_eq!(uses(text).collect::<Vec<_>>(), ["a", "d", "e", "g"]);
}

struct Source {
    /// From `src` on.
    path: PathBuf,
    text: String,
}

impl Source {
    /// The top-level module that it belongs to.
    fn module(&self) -> &str {
        let first = self.path.iter().next().and_then(|name| name.to_str()).unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { path: path.strip_prefix(&root).unwrap().to_owned(), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn place(module: &str) -> Option<usize> {
    LINE.iter().position(|name| *name == module)
}

/// The top-level modules that a text names after `crate::`, alone or in a group.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).flat_map(|rest| match rest.strip_prefix('{') {
        Some(group) => top_level_names(group),
        None => words(rest).next().into_iter().collect(),
    })
}

/// The first words of a group's items, without those in groups within.
fn top_level_names(group: &str) -> Vec<&str> {
    let (mut depth, mut item, mut names) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(words(&group[item..at]).next());
                item = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// Identifiers; what hyphens join is one word of another language.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).filter(|word| !word.is_empty())
}
