//! What receivers tell senders, each with time as an argument.

pub(super) mod arrivals;
pub(super) mod keyframes;
pub(super) mod nack;
pub(super) mod reports;
pub(super) mod twcc;
