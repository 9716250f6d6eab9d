//! What the store promises, on both databases.

mod accounts;
mod administration;
mod calls;
mod data_model;
mod deletion;
mod entry;
mod given;
pub(crate) mod harness;
mod history;
mod rooms;
mod schema;
mod shut_out;
mod survival;
