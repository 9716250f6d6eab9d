//! The geometry around the networks, in pure functions.

mod anchors;
mod crop;
pub(super) mod hand;
pub(super) mod palm;
mod region;
mod suppress;

pub(super) use crop::{Edge, crop};
pub(super) use hand::HandReading;
pub(super) use palm::PalmReader;
pub(super) use region::Region;
