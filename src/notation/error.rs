//! Why a text of the notation is refused.

use crate::near;

/// A file that is no sign, or no table of handshapes.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{file}, line {line}: {problem}")]
pub struct NotationError {
    /// As the reader called it.
    pub file: String,
    /// From 1; for what is missing, the last line of where it should stand.
    pub line: usize,
    pub problem: Problem,
}

/// What is wrong, with what was expected.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum Problem {
    /// The bytes are no text, or too many.
    #[error("a file of the notation is text in UTF-8 with at most {most} bytes")]
    NotText { most: usize },
    /// The line has another form.
    #[error("expected {expected}, found {found:?}")]
    Expected { expected: String, found: String },
    /// No such word is in the list.
    #[error("there is no {kind} {word:?}: {hint}")]
    Unknown { kind: &'static str, word: String, hint: String },
    /// A line that must be there is not.
    #[error("expected a line \"{0}: ...\" here or before")]
    Missing(String),
    /// A line that may be there once is there again.
    #[error("\"{key}\" stands in line {first} already")]
    Repeated { key: String, first: usize },
    /// A line that contradicts another.
    #[error("no line \"{key}\" is expected {reason}")]
    Unfit { key: String, reason: &'static str },
    /// A file that is named otherwise than what it holds.
    #[error("the file of the sign {name:?} is called {name}.sign")]
    Misnamed { name: String },
}

impl Problem {
    /// Something else stands where `expected` should.
    pub(super) fn expected(expected: impl Into<String>, found: &str) -> Self {
        Self::Expected { expected: expected.into(), found: short(found) }
    }

    /// A word that is in no list; the error names the nearest that is.
    pub fn unknown(kind: &'static str, word: &str, known: &[&str]) -> Self {
        let word = short(word);
        Self::Unknown { kind, hint: near::hint(&word, known), word }
    }

    /// The same at a line of a file.
    pub(super) fn at(self, file: &str, line: usize) -> NotationError {
        NotationError { file: file.to_owned(), line, problem: self }
    }
}

/// Whoever reads the error looks at the file anyway; a log need not hold a book.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
