//! Names of signs with the codes of their languages.

use std::fmt;

use super::error::Problem;

/// What a sign is called in its dictionary: `thank-you`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SignName(String);

/// A language by its code in ISO 639-3, signed or spoken: `ase`, `eng`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Language([u8; 3]);

impl SignName {
    /// Plain enough for a file's name on every system.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let words = || text.split('-');
        let plain = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() > LONGEST || !words().all(plain) {
            return Err(Problem::expected("a name of small letters and digits, joined by hyphens", text));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SignName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Language {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match *text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_lowercase) => Ok(Self([a, b, c])),
            _ => Err(Problem::expected("a language's three letters in ISO 639-3, such as ase or eng", text)),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain() {
        assert_eq!(SignName::parse("thank-you").unwrap().as_str(), "thank-you");
        for wrong in ["", "-", "Thank-you", "thank you", "a--b", "../x", "ä", &"a".repeat(41)] {
            assert!(SignName::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_language_has_three_letters() {
        assert_eq!(Language::parse("ase").unwrap().to_string(), "ase");
        for wrong in ["", "en", "ASE", "asl1", "ä1"] {
            assert!(Language::parse(wrong).is_err(), "{wrong}");
        }
    }
}
