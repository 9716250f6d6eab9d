//! The geometry around the networks, in pure functions.

mod anchors;
pub(super) mod body;
mod crop;
mod detector;
pub(super) mod hand;
mod heat_map;
pub(super) mod palm;
pub(super) mod person;
mod region;
mod suppress;

pub(super) use body::BodyReading;
pub(super) use crop::{Edge, crop};
pub(super) use hand::HandReading;
pub(super) use palm::PalmReader;
pub(super) use person::PersonReader;
pub(super) use region::Region;
