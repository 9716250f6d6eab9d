//! The tables as Rust types, one file each.
//!
//! Ids are UUIDs of version 7 that the server makes. Times are UTC, to the microsecond. What these
//! types say must be what the migrations build; a test compares the two.

pub mod audit;
pub mod browser_session;
pub mod call;
pub mod entry_link;
pub mod guest_link;
pub mod guest_session;
pub mod invite;
pub mod message;
pub mod reset_link;
pub mod room;
pub mod room_participant;
pub mod room_person;
pub mod setting;
pub mod transcript;
pub mod user;
