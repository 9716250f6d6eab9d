//! Glossa: a self-hosted video-call server that captions signing.
//!
//! One way through the modules, and each calls only to its right:
//!
//! ```text
//! http ──commands──▶ room ──commands──▶ media ──frames──▶ recogniser ──hypotheses──▶ caption ──finals──▶ store
//!   ▲                 │ ▲                 │                                             │
//!   └──outbox─────────┘ └──events─────────┴──────────────────captions──────────────────┘
//! ```
//!
//! What comes back comes back as events on bounded channels, and only to the room's own task.
//! Beside the flow stand leaves that know nobody: [`wire`] (what browser and server say to each
//! other), [`video`] (containers, decoding, pictures), [`signer`] (a signer drawn by mathematics)
//! and [`notation`] (signs written as text). [`participant`] is a native client: it meets the server
//! over the network only. Before it stand [`cli`], which starts [`app`], which makes the parts and
//! hands them to each other; [`http`] also uses [`account`] (passwords, tokens), [`mail`] (links to new
//! passwords) and [`demo`] (the demo signer).
//!
//! Each heavy dependency has one home, held by `tests/it/architecture.rs`: only [`store`] names
//! `sea_orm` and `entity`, only [`media`] names `rtc`, only [`participant`] names `webrtc` (and those
//! types of `rtc` that it is made of), only [`recogniser`] names `candle`, only [`mail`] names `lettre`
//! (and [`config`] its type of an address), and only [`http`] maps errors to status codes.

pub mod account;
pub mod app;
pub mod caption;
pub mod cli;
pub mod config;
pub mod demo;
pub mod http;
pub mod mail;
pub mod media;
mod near;
pub mod notation;
pub mod participant;
pub mod priority;
pub mod recogniser;
pub mod room;
pub mod room_code;
pub mod shutdown;
pub mod signer;
pub mod store;
pub mod telemetry;
pub mod video;
pub mod wire;
