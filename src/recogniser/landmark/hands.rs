//! Follows the hands of one signer.

mod networks;
mod schedule;
mod tracker;

pub use networks::HandNetworks;
pub use tracker::HandTracker;
