//! Decides who may do what.

mod door;
mod speech;
mod table;

pub use door::may_come;
pub(super) use door::{LOBBY_SIZE, Way, may_enter, way_in};
pub(super) use speech::may_consent;
pub use speech::may_say;
pub use table::{Action, Rank, Standing};
