//! Landmark networks and hand tracking against recorded results of others.

mod clips;
mod hands;
mod networks;
mod pictures;
