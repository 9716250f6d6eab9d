//! Decides what can be said at all.

use crate::{room::refusal::Refusal, wire::MAX_CHAT_CHARS};

/// Whether a text may be said; it is said without the blank space around it.
pub fn may_say(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().nth(MAX_CHAT_CHARS).is_some() || text.contains('\0') {
        return Err(Refusal::TextLength);
    }
    Ok(text)
}

/// Whether signing can be read here at all; to withdraw consent is always possible.
pub(in crate::room) fn may_consent(on: bool, recogniser: bool) -> Result<(), Refusal> {
    if on && !recogniser { Err(Refusal::NoRecogniser) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_measured_in_characters() {
        let longest = "ä".repeat(MAX_CHAT_CHARS);
        assert_eq!(may_say(&longest), Ok(longest.as_str()));
        assert_eq!(may_say(&"ä".repeat(MAX_CHAT_CHARS + 1)), Err(Refusal::TextLength));
    }

    #[test]
    fn a_message_without_a_visible_character_is_refused() {
        assert_eq!(may_say(" \n\t"), Err(Refusal::TextLength));
        assert_eq!(may_say(""), Err(Refusal::TextLength));
        assert_eq!(may_say(" hello\n"), Ok("hello"));
    }

    #[test]
    fn a_character_that_no_database_takes_is_refused() {
        assert_eq!(may_say("a\0b"), Err(Refusal::TextLength));
    }

    #[test]
    fn consent_needs_a_recogniser_but_its_end_does_not() {
        assert_eq!(may_consent(true, false), Err(Refusal::NoRecogniser));
        assert_eq!(may_consent(true, true), Ok(()));
        assert_eq!(may_consent(false, false), Ok(()));
    }
}
