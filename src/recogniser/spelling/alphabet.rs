//! What a network's scores stand for.

use serde::{Deserialize, Serialize};

/// The labels of a network's scores, in order. A label lists all that its shape can mean (`"O0"`);
/// an empty one stands for nothing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Alphabet(Vec<String>);

impl Alphabet {
    pub fn new(labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(labels.into_iter().map(Into::into).collect())
    }

    /// All labels, then those of another alphabet but its nothing. None when either has no label for
    /// nothing, or both have another in common.
    pub fn with(&self, other: &Self) -> Option<Self> {
        let more: Vec<&String> = other.0.iter().filter(|label| !label.is_empty()).collect();
        let alike = more.iter().any(|label| label.chars().any(|meaning| self.place(meaning).is_some()));
        let whole = self.nothing().is_some() && other.nothing().is_some();
        (whole && !alike).then(|| Self::new(self.0.iter().chain(more)))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The score of what means a letter or digit.
    pub fn place(&self, meaning: char) -> Option<usize> {
        self.0.iter().position(|label| label.contains(meaning))
    }

    /// The score that stands for nothing.
    pub fn nothing(&self) -> Option<usize> {
        self.0.iter().position(String::is_empty)
    }

    /// The letter that a score can stand for.
    pub fn letter(&self, place: usize) -> Option<char> {
        self.0.get(place)?.chars().find(|meaning| meaning.is_alphabetic())
    }

    /// The digit that a score can stand for.
    pub fn digit(&self, place: usize) -> Option<char> {
        self.0.get(place)?.chars().find(char::is_ascii_digit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_shape_can_be_a_letter_between_letters_or_a_digit_between_digits() {
        let alphabet = Alphabet::new(["", "A", "O0", "5"]);
        assert_eq!(alphabet.place('0'), alphabet.place('O'));
        assert_eq!((alphabet.letter(2), alphabet.digit(2)), (Some('O'), Some('0')));
        assert_eq!((alphabet.letter(3), alphabet.digit(3)), (None, Some('5')));
        assert_eq!(alphabet.nothing(), Some(0));
    }
}
