//! Packets over TCP, for networks that let nothing else out: passive candidates (RFC 6544) on the port
//! of UDP, each packet after its length (RFC 4571).

mod framing;
mod incoming;
mod outgoing;

pub(super) use framing::Deframer;
pub(super) use incoming::Incoming;
pub(super) use outgoing::Outgoing;
