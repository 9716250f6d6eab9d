//! Finds the sign that a command line means: a name in the dictionary, or a file.

use std::{fs, path::Path};

use anyhow::Context;

use crate::notation::{Problem, Sign, dictionary, handshapes};

/// `thank-you`, `ase/thank-you`, or the path of a file that ends in `.sign`.
pub(super) fn sign(text: &str) -> anyhow::Result<Sign> {
    let path = Path::new(text);
    if path.extension().is_some_and(|ending| ending == "sign") {
        let bytes = fs::read(path).with_context(|| text.to_owned())?;
        return Ok(Sign::parse(text, &bytes, handshapes()?)?);
    }
    let signs = dictionary()?;
    let meant = |sign: &&Sign| sign.name.as_str() == text || format!("{}/{}", sign.language, sign.name) == text;
    match signs.iter().find(meant) {
        Some(sign) => Ok(sign.clone()),
        None => {
            let known: Vec<&str> = signs.iter().map(|sign| sign.name.as_str()).collect();
            Err(Problem::unknown("sign", text, &known).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_by_its_name_with_or_without_its_language() {
        assert_eq!(sign("thank-you").unwrap(), sign("ase/thank-you").unwrap());
        assert_eq!(sign("helo").unwrap_err().to_string(), "there is no sign \"helo\": is \"hello\" meant?");
    }

    #[test]
    fn a_file_of_ones_own_is_read_with_its_slips_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.sign");
        fs::write(&path, "sign: mine\nlanguage: ase\nhannds: one\n").unwrap();
        let refused = sign(path.to_str().unwrap()).unwrap_err().to_string();
        assert!(refused.contains("mine.sign, line 3") && refused.contains("is \"hands\" meant?"), "{refused}");
    }
}
