//! Everything that is tested from outside the library, in one binary.

mod accounts;
mod architecture;
mod browser;
mod config;
mod edge;
mod media;
mod openapi;
mod rooms;
mod server;
mod sign_data;
mod signalling;
mod video;
