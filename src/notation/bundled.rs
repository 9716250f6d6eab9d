//! The dictionary that is embedded in the program.

use std::sync::OnceLock;

use super::{
    error::{NotationError, Problem},
    handshapes::Handshapes,
    sign::Sign,
};

/// The bundled handshapes. Tests read the same text, so that an error is one of the build.
pub fn handshapes() -> Result<&'static Handshapes, &'static NotationError> {
    static TABLE: OnceLock<Result<Handshapes, NotationError>> = OnceLock::new();
    let file = weights::HANDSHAPES;
    TABLE.get_or_init(|| Handshapes::parse(file.name, file.text.as_bytes())).as_ref()
}

/// The bundled signs, by language, then by name.
pub fn dictionary() -> Result<&'static [Sign], &'static NotationError> {
    static SIGNS: OnceLock<Result<Vec<Sign>, NotationError>> = OnceLock::new();
    let shapes = handshapes()?;
    SIGNS.get_or_init(|| weights::SIGNS.iter().map(|file| read(file, shapes)).collect()).as_deref()
}

fn read(file: &weights::Text, shapes: &Handshapes) -> Result<Sign, NotationError> {
    let sign = Sign::parse(file.name, file.text.as_bytes(), shapes)?;
    // Two files of one sign cannot be: their folder and name are its language and name.
    if file.name != format!("{}/{}.sign", sign.language, sign.name) {
        return Err(Problem::Misnamed { name: format!("{}/{}", sign.language, sign.name) }.at(file.name, 1));
    }
    Ok(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::{Axis, Beside, Hands, Part, Place, Plane, Seen, Track, Word};

    #[test]
    fn every_bundled_sign_is_understood() {
        let signs = dictionary().unwrap_or_else(|error| panic!("{error}"));
        assert!(signs.len() >= 100, "{} signs", signs.len());
        let seen = signs.iter().filter(|sign| matches!(sign.seen, Seen::InTakes { .. })).count();
        assert!(seen >= 20, "{seen} were held against recorded people");
    }

    #[test]
    fn no_two_bundled_signs_are_described_alike() {
        let signs = dictionary().unwrap();
        for (place, sign) in signs.iter().enumerate() {
            for other in &signs[..place] {
                let shared = sign.variants.iter().any(|variant| {
                    other.variants.iter().any(|known| {
                        let weight = known.weight;
                        *known == crate::notation::Variant { weight, ..*variant }
                    })
                });
                assert!(!shared, "{} is made like {}", sign.name, other.name);
            }
        }
    }

    #[test]
    fn the_grammar_lists_every_word_with_its_meaning_and_no_other() {
        let mut rows = Vec::new();
        fn add<W: Word>(rows: &mut Vec<String>) {
            rows.extend(W::ALL.iter().map(|word| format!("| `{}` | {} |", word.name(), word.meaning())));
        }
        add::<Hands>(&mut rows);
        add::<Axis>(&mut rows);
        add::<Place>(&mut rows);
        add::<Part>(&mut rows);
        add::<Track>(&mut rows);
        add::<Plane>(&mut rows);
        add::<Beside>(&mut rows);
        let shapes = handshapes().unwrap();
        rows.extend(shapes.iter().map(|shape| format!("| `{}` | {} |", shape.name, shape.meaning)));
        let written: Vec<&str> = weights::GRAMMAR.text.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(written.join("\n"), rows.join("\n"), "the tables of weights/dictionary/README.md");
    }
}
