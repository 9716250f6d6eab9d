//! The name that others see.

use super::Invalid;

/// 1 to 50 characters on one line, without blank space around them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Username(String);

impl Username {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = text.trim();
        let fits = (1..=MAX_CHARS).contains(&name.chars().count());
        if fits && !name.chars().any(is_hidden) { Ok(Self(name.to_owned())) } else { Err(Invalid::Username) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

const MAX_CHARS: usize = 50;

/// Characters that show nothing or turn the line's direction: two names that look the same must be
/// the same.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_space_around_a_name_is_dropped() {
        assert_eq!(Username::parse("  Ana María ").unwrap().as_str(), "Ana María");
    }

    #[test]
    fn a_name_is_counted_in_characters() {
        assert!(Username::parse(&"ß".repeat(50)).is_ok());
        assert_eq!(Username::parse(&"ß".repeat(51)), Err(Invalid::Username));
        assert_eq!(Username::parse(" \t "), Err(Invalid::Username));
    }

    #[test]
    fn a_name_has_no_hidden_characters() {
        for name in ["a\nb", "a\0b", "Ana\u{200b}", "\u{202e}anA", "a\u{2066}b"] {
            assert_eq!(Username::parse(name), Err(Invalid::Username), "{name:?}");
        }
    }
}
