//! Bodies of the REST API under `/api/v1`.
//!
//! | method | path | body | answer |
//! |---|---|---|---|
//! | GET | `/status` | | `ServerStatus` |
//! | POST | `/setup` | `SetupRequest` | 201 `UserInfo`, session cookie |
//! | POST | `/users` | `Registration` | 201 `UserInfo`, session cookie |
//! | GET | `/me` | | `UserInfo` |
//! | POST | `/session` | `Credentials` | 201 `UserInfo`, session cookie |
//! | POST | `/session/link` | `EntryLink` | 201 `UserInfo`, session cookie |
//! | DELETE | `/session` | | 204 |
//! | GET | `/settings` | | `Settings` (administrators) |
//! | PUT | `/settings` | `Settings` | `Settings` (administrators) |
//! | GET | `/rooms` | | `[RoomInfo]`: mine and those I have been in |
//! | POST | `/rooms` | `NewRoom` | 201 `RoomInfo` |
//! | GET | `/rooms/{code}` | | `RoomInfo` |
//! | POST | `/rooms/{code}/demo` | | 202: the demo signer is on its way (administrators) |
//! | GET | `/rooms/{code}/calls` | | `[CallSummary]`: calls I took part in |
//! | GET | `/calls/{id}` | | `CallRecord` (participants of it) |
//! | GET | `/calls/{id}/export?format=text` | | a file; `format` is `text`, `json` or `webvtt` |
//!
//! Errors are `application/problem+json` (RFC 9457) with a stable `code`.

mod account;
mod administration;
mod page;
mod problem;
mod record;
mod room;

pub use account::{Credentials, EntryLink, Registration, ServerStatus, SetupRequest, UserInfo};
pub use administration::Settings;
pub use page::Page;
pub use problem::ProblemBody;
pub use record::{CallRecord, CallSummary, TranscriptLine};
pub use room::{NewRoom, RoomInfo};
