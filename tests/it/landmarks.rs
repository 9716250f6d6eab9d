//! Landmark networks and tracking against recorded results of others.

mod bodies;
mod clips;
mod hands;
mod networks;
mod pictures;
