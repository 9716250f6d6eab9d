//! What makes an account: names that can be read, passwords that can be kept, tokens that prove.

mod attempts;
mod email;
mod hasher;
mod invalid;
mod network;
mod password;
mod setup_link;
mod token;
mod username;

pub use attempts::Attempts;
pub use email::Email;
pub use hasher::{Busy, Cost, Hasher, Place};
pub use invalid::Invalid;
pub use network::network;
pub use password::Password;
pub use setup_link::SetupLink;
pub use token::{API_TOKEN_LIFETIME, Token};
pub use username::Username;
