//! The edge: what browsers ask over HTTP, told to the rest of the server.

mod api;
mod assets;
mod cookie;
mod guest;
mod headers;
mod openapi;
mod page;
mod problem;
mod read;
mod router;
mod serve;
mod session;
mod socket;
mod state;
mod version;

pub use cookie::CookiePolicy;
pub use openapi::document;
pub use router::router;
pub use serve::serve;
pub use state::AppState;
