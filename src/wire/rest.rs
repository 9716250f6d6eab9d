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
//! | POST | `/password-resets` | `PasswordResetRequest` | 202: a mail is sent, if there is such an account |
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
//! | POST | `/rooms/{code}/whip` | SDP | 201 SDP: joined with media only (WHIP, RFC 9725) |
//! | PATCH, DELETE | `/whip/{id}` | | 204, 200: that broadcast |
//! | GET | `/rooms/{code}/calls?cursor=&limit=` | | `Page<CallSummary>`: calls I took part in |
//! | GET | `/rooms/{code}/messages?cursor=&limit=` | | `Page<ChatMessage>`: of these calls |
//! | GET | `/rooms/{code}/transcripts?cursor=&limit=` | | `Page<TranscriptLine>`: of these calls |
//! | GET | `/calls/{id}` | | `CallRecord` (participants of it) |
//! | GET | `/calls/{id}/export?format=text` | | a file; `format` is `text`, `json` or `webvtt` |
//! | PATCH | `/transcripts/{id}` | `TranscriptCorrection` | `TranscriptLine` (its signer) |
//! | GET | `/search?q=&cursor=&limit=` | | `Page<Found>`: in the calls I took part in, newest first |
//!
//! All under `/admin` is for administrators. `PATCH` wants the `ETag` of what it changes in
//! `If-Match`, except for a caption, which only its signer changes. A program shows its API token as `Authorization: Bearer`; one that expires within a
//! minute is renewed by its use, and the fresh one stands in the answer's `Glossa-Token`.
//!
//! Errors are `application/problem+json` (RFC 9457) with a stable `code`.

mod account;
mod administration;
mod page;
mod problem;
mod record;
mod room;
mod search;

pub use account::{
    ApiToken, Credentials, Deletion, EntryLink, PasswordChange, PasswordReset, PasswordResetRequest, ProfileChange,
    Registration, RegistrationMode, ServerStatus, SessionInfo, SetupRequest, UserInfo,
};
pub use administration::{
    AdminRoom, AdminSession, AdminUser, AdminUserChange, AuditLine, Database, Health, Invite, LinkToken, ModelInfo,
    NewInvite, Settings,
};
pub use page::Page;
pub use problem::ProblemBody;
pub use record::{CallRecord, CallSummary, TranscriptCorrection, TranscriptLine};
pub use room::{
    Access, GuestEntry, GuestInfo, GuestLink, NewGuestLink, NewOwner, NewRoom, PersonRole, RoleChange, RoomChange,
    RoomInfo, RoomPerson, RoomRole,
};
pub use search::{Found, FoundKind};
