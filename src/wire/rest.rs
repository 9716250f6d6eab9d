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
//! | GET | `/rooms?cursor=&limit=` | | `Page<RoomInfo>`: mine, those I am named in, those I have been in |
//! | POST | `/rooms` | `NewRoom` | 201 `RoomInfo` |
//! | GET | `/rooms/{code}` | | `RoomInfo`, `ETag` (guests: of their room) |
//! | PATCH | `/rooms/{code}` | `RoomChange`, `If-Match` | `RoomInfo`, `ETag` |
//! | DELETE | `/rooms/{code}` | | 204: its call ends, everything said in it goes |
//! | POST | `/rooms/{code}/owner` | `NewOwner` | `RoomInfo`, `ETag` |
//! | GET | `/rooms/{code}/people` | | `[RoomPerson]` |
//! | PUT | `/rooms/{code}/people/{username}` | `RoleChange` | `RoomPerson` |
//! | DELETE | `/rooms/{code}/people/{username}` | | 204 |
//! | GET | `/rooms/{code}/guest-links` | | `[GuestLink]` |
//! | POST | `/rooms/{code}/guest-links` | `NewGuestLink` | 201 `GuestLink` with its token |
//! | DELETE | `/rooms/{code}/guest-links/{id}` | | 204: who came by it is sent away |
//! | POST | `/guest` | `GuestEntry` | 201 `GuestInfo`, guest cookie |
//! | GET | `/guest` | | `GuestInfo` |
//! | POST | `/rooms/{code}/demo` | | 202: the demo signer is on its way (administrators) |
//! | GET | `/rooms/{code}/calls?cursor=&limit=` | | `Page<CallSummary>`: calls I took part in |
//! | GET | `/rooms/{code}/messages?cursor=&limit=` | | `Page<ChatMessage>`: of these calls |
//! | GET | `/rooms/{code}/transcripts?cursor=&limit=` | | `Page<TranscriptLine>`: of these calls |
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
pub use room::{
    Access, GuestEntry, GuestInfo, GuestLink, NewGuestLink, NewOwner, NewRoom, PersonRole, RoleChange, RoomChange,
    RoomInfo, RoomPerson, RoomRole,
};
