//! The name of a room that can be read aloud.

use std::fmt;

use rand::Rng;

/// Nine characters, none of which looks like another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RoomCode(String);

impl RoomCode {
    pub fn draw(random: &mut impl Rng) -> Self {
        Self((0..LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect())
    }

    /// Reads a code as people write it: in whatever case, grouped by blanks or hyphens. `None` when
    /// no room can have it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = String::with_capacity(LENGTH);
        for c in text.chars().filter(|c| !matches!(c, ' ' | '-')) {
            let c = u8::try_from(c.to_ascii_lowercase()).ok().filter(|c| ALPHABET.contains(c))?;
            code.push(char::from(c));
            if code.len() > LENGTH {
                return None;
            }
        }
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// All nine, without a break.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In groups of three, as one reads it out.
impl fmt::Display for RoomCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

const LENGTH: usize = 9;
/// Of each group of look-alikes one is left: no 0 and o, 1, i and l, 2 beside z, 5 beside s, 8 beside
/// b, 9 beside g and q, u beside v. 25 characters make 3.8 million million codes.
const ALPHABET: &[u8] = b"acdefhjkmnprtuwxy23456789";

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_drawn_code_can_be_read_back_in_any_spelling() {
        let code = RoomCode::draw(&mut StdRng::seed_from_u64(1));
        assert_eq!(code.as_str().len(), 9);
        for spelling in [code.as_str().to_owned(), code.to_string(), code.to_string().to_uppercase().replace('-', " ")]
        {
            assert_eq!(RoomCode::parse(&spelling), Some(code.clone()), "{spelling:?}");
        }
    }

    #[test]
    fn what_no_room_can_be_called_is_no_code() {
        for text in ["", "acd", "acdacdacda", "acdacdac0", "acdacdacé", "acd/acdac", &"a".repeat(1_000_000)] {
            assert_eq!(RoomCode::parse(text), None);
        }
    }
}
