//! Bodies of the REST API under `/api/v1`.
//!
//! | method | path | body | answer |
//! |---|---|---|---|
//! | GET | `/status` | | `ServerStatus` |
//! | POST | `/setup` | `SetupRequest` | 201 `UserInfo`, session cookie |
//! | POST | `/users` | `Registration` | 201 `UserInfo`, session cookie |
//! | GET | `/me` | | `UserInfo` |
//! | PATCH | `/me` | `ProfileChange` | `UserInfo` |
//! | PUT | `/me/password` | `PasswordChange` | 204: all other log-ins end |
//! | GET | `/me/sessions` | | `[SessionInfo]` |
//! | DELETE | `/me/sessions` | | 204: all other log-ins end |
//! | DELETE | `/me/sessions/{id}` | | 204 |
//! | POST | `/me/token` | | 201 `ApiToken` |
//! | GET | `/me/export` | | a ZIP archive |
//! | POST | `/me/delete` | `Deletion` | 204 |
//! | POST | `/password-reset` | `PasswordReset` | 201 `UserInfo`, session cookie |
//! | POST | `/session` | `Credentials` | 201 `UserInfo`, session cookie |
//! | POST | `/session/link` | `EntryLink` | 201 `UserInfo`, session cookie |
//! | DELETE | `/session` | | 204 |
//! | GET | `/settings` | | `Settings` (administrators) |
//! | PUT | `/settings` | `Settings` | `Settings` (administrators) |
//! | GET | `/admin/users?q=` | | `Page<AdminUser>` |
//! | GET, PATCH, DELETE | `/admin/users/{id}` | `AdminUserChange` | `AdminUser` |
//! | POST | `/admin/users/{id}/reset-link` | | 201 `LinkToken` |
//! | GET | `/admin/rooms?q=` | | `Page<AdminRoom>` |
//! | POST | `/admin/rooms/{code}/end-call` | | 204 |
//! | DELETE | `/admin/rooms/{code}` | | 204 |
//! | GET | `/admin/sessions` | | `Page<AdminSession>` |
//! | DELETE | `/admin/sessions/{id}` | | 204 |
//! | GET | `/admin/audit?action=` | | `Page<AuditLine>` |
//! | GET, POST | `/admin/invites` | `NewInvite` | `[Invite]`, 201 `Invite` |
//! | DELETE | `/admin/invites/{id}` | | 204 |
//! | GET | `/admin/models` | | `[ModelInfo]` |
//! | GET | `/admin/health` | | `Health` |
//! | GET | `/rooms` | | `[RoomInfo]`: mine and those I have been in |
//! | POST | `/rooms` | `NewRoom` | 201 `RoomInfo` |
//! | GET | `/rooms/{code}` | | `RoomInfo` |
//! | POST | `/rooms/{code}/demo` | | 202: the demo signer is on its way (administrators) |
//! | GET | `/rooms/{code}/calls` | | `[CallSummary]`: calls I took part in |
//! | GET | `/calls/{id}` | | `CallRecord` (participants of it) |
//! | GET | `/calls/{id}/export?format=text` | | a file; `format` is `text`, `json` or `webvtt` |
//!
//! All under `/admin` is for administrators. `PATCH` wants the `ETag` of what it changes in
//! `If-Match`. A program shows its API token as `Authorization: Bearer`; one that expires within a
//! minute is renewed by its use, and the fresh one stands in the answer's `Glossa-Token`.
//!
//! Errors are `application/problem+json` (RFC 9457) with a stable `code`.

mod account;
mod administration;
mod page;
mod problem;
mod record;
mod room;

pub use account::{
    ApiToken, Credentials, Deletion, EntryLink, PasswordChange, PasswordReset, ProfileChange, Registration,
    RegistrationMode, ServerStatus, SessionInfo, SetupRequest, UserInfo,
};
pub use administration::{
    AdminRoom, AdminSession, AdminUser, AdminUserChange, AuditLine, Database, Health, Invite, LinkToken, ModelInfo,
    NewInvite, Settings,
};
pub use page::Page;
pub use problem::ProblemBody;
pub use record::{CallRecord, CallSummary, TranscriptLine};
pub use room::{NewRoom, RoomInfo};
