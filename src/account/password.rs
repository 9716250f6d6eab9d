//! A secret that somebody remembers.

use std::fmt;

use super::Invalid;

/// 8 to 71 bytes of UTF-8 without a null character: what bcrypt takes in whole. It adds a null of
/// its own and ignores everything after 72 bytes.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    pub fn parse(text: String) -> Result<Self, Invalid> {
        if !(MIN_BYTES..=MAX_BYTES).contains(&text.len()) {
            return Err(Invalid::PasswordLength);
        }
        if text.contains('\0') {
            return Err(Invalid::PasswordNul);
        }
        Ok(Self(text))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

const MIN_BYTES: usize = 8;
const MAX_BYTES: usize = 71;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_measured_in_bytes() {
        assert!(Password::parse("ü".repeat(4)).is_ok());
        assert!(Password::parse("a".repeat(71)).is_ok());
        assert_eq!(Password::parse("a".repeat(7)).unwrap_err(), Invalid::PasswordLength);
        assert_eq!(Password::parse("ü".repeat(36)).unwrap_err(), Invalid::PasswordLength);
    }

    #[test]
    fn what_bcrypt_would_cut_is_refused() {
        assert_eq!(Password::parse("12345678\09".to_owned()).unwrap_err(), Invalid::PasswordNul);
    }

    #[test]
    fn a_password_keeps_itself_out_of_logs() {
        assert_eq!(format!("{:?}", Password::parse("correct horse".to_owned()).unwrap()), "Password(..)");
    }
}
