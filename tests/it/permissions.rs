//! Who may do what: every route and every action on the socket, asked by everybody.
//!
//! A route or an action without a row fails.

mod actions;
mod cast;
mod routes;

/// Whoever may ask, from nobody to the one who answers for all.
const ACTORS: [&str; 8] =
    ["nobody", "blocked", "guest", "member", "participant", "moderator", "owner", "administrator"];
