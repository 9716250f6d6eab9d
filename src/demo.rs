//! A drawn signer who comes to a room when asked, so that one person alone sees captions.

mod cast;
mod house;
mod performance;

pub use cast::{Cast, Ticket};
pub use house::{DemoError, House};
pub use performance::{Performance, Stage};
