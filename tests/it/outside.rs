//! How the server is met from outside this machine.

mod curl;
mod limits;
mod nginx;
mod socket;
mod tls;
