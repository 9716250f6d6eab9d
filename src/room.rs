//! Who is in a call and what they may do.

mod call;
mod outbox;
mod rate;
mod refusal;
mod replay;
mod rules;
mod token;

pub use outbox::{Delivery, Inbox, Letter};
pub use refusal::Refusal;
pub use rules::ROOM_SIZE;
