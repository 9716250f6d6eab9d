//! Mails that the server sends: a way back for people who forgot their password.
//!
//! ```text
//! http ──ask──▶ Postbox ──requests──▶ clerk ──letters──▶ courier ──▶ the mail server
//! ```
//!
//! Who asks is answered before anything is looked up, so that neither the answer nor its time tells
//! whether there is such an account. The clerk looks up one request after the other; each letter that
//! comes of it is a task of its own, which waits for nobody else's mail server.

mod clerk;
mod courier;
mod letter;
mod postbox;
mod smtp;

use tokio::sync::mpsc;

use crate::config::MailConfig;
use crate::store::Store;

pub use clerk::Clerk;
pub use postbox::{Postbox, Refused};
pub use smtp::NoTransport;

/// Opens the office, as long as the clerk lives.
pub fn open(config: &MailConfig, store: Store) -> Result<(Postbox, Clerk), NoTransport> {
    let courier = courier::Courier::new(smtp::Smtp::new(config)?, store.clone());
    let (requests, inbox) = mpsc::channel(postbox::CAPACITY);
    Ok((Postbox::new(requests), Clerk::start(inbox, store, config.public.clone(), courier)))
}
