//! The edge: what browsers ask over HTTP, told to the rest of the server.

mod api;
mod assets;
mod broadcasts;
mod client;
mod cookie;
mod edge;
mod guest;
mod headers;
mod limit;
mod logins;
mod note;
mod openapi;
mod page;
mod problem;
mod read;
mod renewal;
mod router;
mod serve;
mod session;
mod socket;
mod state;
mod tls;
mod version;

pub use broadcasts::Broadcasts;
pub use cookie::CookiePolicy;
pub use edge::{Edge, Trust};
pub use logins::Logins;
pub use openapi::document;
pub use router::router;
pub use serve::serve;
pub use state::AppState;
pub use tls::{Tls, TlsError};
