//! What the store promises, on both databases.

mod accounts;
mod administration;
mod calls;
mod copy;
mod data_model;
mod deletion;
mod entry;
mod given;
mod guests;
pub(crate) mod harness;
mod history;
mod pages;
mod people;
mod reset_links;
mod retention;
mod rooms;
mod schema;
mod search;
mod shut_out;
mod survival;
