//! How the server is met from outside this machine.

mod caddy;
mod curl;
mod limits;
mod nginx;
mod proxy;
mod socket;
mod tls;
