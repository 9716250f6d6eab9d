//! Follows the body of one person, for what signs are placed by: head, shoulders, arms, hips.

mod networks;
mod schedule;
mod tracker;

pub use networks::BodyNetworks;
pub use tracker::BodyTracker;
