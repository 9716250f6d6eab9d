//! The fixed data model: one named test for each field and each rule, on SQLite and on PostgreSQL.
//!
//! | table | fields | rules |
//! |---|---|---|
//! | users | id, username (50), email (100), password_hash (128), last_seen, is_admin, is_blocked, failed_logins, created_at, token (32), token_expiration | names and addresses are unique, addresses in lower case; passwords are kept as bcrypt only; who is blocked is out on every request; failed log-ins are forgotten on success and on unblocking; tokens are made at registration, live an hour and renew themselves in their last minute |
//! | rooms | id, code (9), created_at, owner | codes are drawn and unique; a room goes with its owner |
//! | room_participants | id, user, room | |
//! | transcripts | id, text, created_at, room | a room has many |
//! | messages | id, text, created_at, user, room | |

mod columns;
mod fields;
mod rooms;
mod users;
