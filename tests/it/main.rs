//! Everything that is tested from outside the library, in one binary.

mod accounts;
mod administration;
mod architecture;
mod backup;
mod browser;
mod caption;
mod captions;
mod config;
mod consent;
mod edge;
mod landmarks;
mod media;
mod openapi;
mod outside;
mod own_account;
mod permissions;
mod pool;
mod rooms;
mod server;
mod shell;
mod sign_data;
mod signalling;
mod signer;
mod spelling;
mod store;
mod video;
