//! The REST API, one resource a file.

pub(super) mod admin;
pub(super) mod calls;
pub(super) mod demo;
pub(super) mod devices;
pub(super) mod export;
pub(super) mod forgotten;
pub(super) mod guest_links;
pub(super) mod guests;
pub(super) mod health;
pub(super) mod people;
pub(super) mod profile;
mod record;
pub(super) mod rooms;
pub(super) mod search;
pub(super) mod session;
pub(super) mod settings;
pub(super) mod setup;
pub(super) mod status;
pub(super) mod users;
pub(super) mod whip;
