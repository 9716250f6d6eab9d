//! The reasons why an account cannot be made as asked.

/// What is wrong with what somebody typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Invalid {
    /// It has not the form of an address.
    #[error("an email address looks like name@example.org and has at most 100 characters")]
    Email,
    /// Shorter than is safe, or longer than bcrypt can take in.
    #[error("a password has 8 to 71 bytes (most characters are one byte, some are up to four)")]
    PasswordLength,
    /// bcrypt stops at this character.
    #[error("a password cannot contain the null character")]
    PasswordNul,
    /// Empty, too long, or not a line that can be shown.
    #[error("a name has 1 to 50 visible characters")]
    Username,
}
