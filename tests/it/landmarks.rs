//! Landmark networks and hand detection against recorded results of others.

mod networks;
