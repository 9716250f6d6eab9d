//! What only administrators may do, one resource a file.

pub(in crate::http) mod audit;
pub(in crate::http) mod health;
pub(in crate::http) mod invites;
pub(in crate::http) mod models;
pub(in crate::http) mod rooms;
pub(in crate::http) mod sessions;
pub(in crate::http) mod users;
