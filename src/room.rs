//! Who is in a call, what they may do.
//!
//! A [`Directory`] finds the task of a room; the task (`actor`) owns everything the room knows
//! (`state`) and is the only one that changes it. It never waits for the store: a `ledger` writes
//! in order and sends receipts, and only what is on disk is told as saved. It does wait for media,
//! whose workers answer within a packet's time.

mod actor;
mod arrival;
mod ask;
mod call;
mod chat;
mod command;
mod correction;
mod directory;
mod expulsion;
mod hearing;
mod ledger;
mod lobby;
mod member;
mod members;
mod moderation;
mod moment;
mod outbox;
mod presence;
mod rate;
mod refusal;
mod relay;
mod replay;
mod rules;
mod seat;
mod settings;
mod signing;
mod state;
mod token;

pub use command::{Door, Entered, Entrance, Visitor, Who};
pub use directory::Directory;
pub use outbox::{Delivery, Inbox, Letter};
pub use refusal::Refusal;
pub use rules::{Action, Rank, Standing, may_come, may_say};
pub use seat::Seat;
