// What browser and server say to each other beyond the generated types, by the same names.

import type * as generated from './generated/wire.d.ts';

/** A part of a list that can grow. */
export interface Page<T> {
  items: T[];
  /** The `cursor` that asks for the next page; absent when this is the last. */
  next?: string | null;
}

export type RegistrationMode = 'closed' | 'invite' | 'open';

export type ServerStatus = Omit<generated.ServerStatus, 'registration_open'> & {
  registration: RegistrationMode;
  /** Password resets can be asked for by mail. */
  mail?: boolean;
};

export interface Settings {
  registration: RegistrationMode;
  failed_login_limit: number;
}

export type Registration = generated.Registration & { invite?: string | null };

export interface ProfileChange {
  username?: string | null;
  email?: string | null;
  /** The present one. */
  password: string;
}

export interface SessionInfo {
  id: string;
  agent: string;
  created_at: string;
  expires_at: string;
  current: boolean;
}

export interface ApiToken {
  token: string;
  expires_at: string;
}

export interface LinkToken {
  token: string;
  expires_at: string;
}

export interface AdminUser {
  id: string;
  username: string;
  email: string;
  is_admin: boolean;
  is_blocked: boolean;
  failed_logins: number;
  last_seen?: string | null;
  created_at: string;
  rooms: number;
}

export interface AdminRoom {
  code: string;
  title?: string | null;
  owner: string;
  created_at: string;
  present: number;
}

export interface AdminSession {
  id: string;
  user: string;
  username: string;
  agent: string;
  created_at: string;
  expires_at: string;
}

export interface AuditLine {
  id: string;
  actor?: string | null;
  action: string;
  subject: string;
  detail?: string | null;
  at: string;
}

export interface Invite {
  id: string;
  created_at: string;
  expires_at: string;
  used_at?: string | null;
  used_by?: string | null;
  /** Only in the answer to making it. */
  token?: string | null;
}

export interface ModelInfo {
  name: string;
  language: string;
  weight_hash: string;
  /** Markdown. */
  report?: string | null;
}

export interface Health {
  version: string;
  started_at: string;
  database: 'postgres' | 'sqlite';
  database_ok: boolean;
  rooms_live: number;
  people: number;
}

export type Access = 'invited' | 'members';
export type RoomRole = 'member' | 'moderator' | 'none' | 'owner';

export type RoomInfo = generated.RoomInfo & {
  access: Access;
  has_password: boolean;
  lobby: boolean;
  locked: boolean;
  history: boolean;
  retention_days?: number | null;
  role: RoomRole;
};

/** What is absent stays as it is. */
export interface RoomChange {
  title?: string | null;
  access?: Access;
  password?: string | null;
  lobby?: boolean;
  locked?: boolean;
  history?: boolean;
  retention_days?: number | null;
}

export type PersonRole = 'banned' | 'member' | 'moderator' | 'owner';

export interface RoomPerson {
  username: string;
  role: PersonRole;
}

export interface NewGuestLink {
  not_before?: string | null;
  expires_at: string;
  uses?: number | null;
}

export interface GuestLink {
  id: string;
  created_at: string;
  not_before?: string | null;
  expires_at: string;
  uses_left?: number | null;
  used: number;
  /** Only in the answer to making it. */
  token?: string | null;
}

export interface GuestInfo {
  name: string;
  room: string;
  expires_at: string;
}

export interface Found {
  kind: 'message' | 'transcript';
  call: string;
  room: string;
  name: string;
  text: string;
  at: string;
}

export type ErrorCode =
  | generated.ErrorCode
  | 'banned'
  | 'call_ended'
  | 'denied'
  | 'not_invited'
  | 'password_needed'
  | 'password_wrong'
  | 'removed'
  | 'room_locked';

export type ParticipantRole = 'guest' | 'member' | 'moderator' | 'owner';
export type Participant = generated.Participant & { role: ParticipantRole };

export type ModerationAction = 'ban' | 'mute' | 'remove' | 'stop_camera' | 'stop_screen';

export type Joined = Omit<Extract<generated.Answer, { kind: 'joined' }>, 'participants'> & {
  participants: Participant[];
  role: ParticipantRole;
  locked: boolean;
  lobby: boolean;
  history: boolean;
};

export type Answer = Exclude<generated.Answer, { kind: 'joined' }> | Joined | { kind: 'waiting' };

export type Request =
  | Exclude<generated.Request, { type: 'join' }>
  | (Extract<generated.Request, { type: 'join' }> & { password?: string | null })
  | { type: 'moderate'; participant: string; action: ModerationAction }
  | { type: 'clear_message'; message: string }
  | { type: 'clear_messages' }
  | { type: 'admit'; knock: string }
  | { type: 'deny'; knock: string };

export type ServerMessage =
  | Exclude<
      generated.ServerMessage,
      { type: 'answer' | 'error' | 'leave' | 'participant_changed' | 'participant_joined' }
    >
  | { type: 'answer'; id: number; result: Answer }
  | { type: 'error'; code: ErrorCode; detail: string; id?: number | null }
  | { type: 'leave'; action: generated.LeaveAction; code: ErrorCode; detail: string }
  | { type: 'participant_changed'; participant: Participant }
  | { type: 'participant_joined'; participant: Participant }
  | { type: 'knock'; knock: string; name: string }
  | { type: 'knock_gone'; knock: string }
  | { type: 'message_cleared'; message?: string | null }
  | { type: 'moderated'; action: ModerationAction; by: string }
  | { type: 'room_changed'; room_title?: string | null; locked: boolean; lobby: boolean; history: boolean };

export type ServerFrame = ServerMessage & { seq?: number | null };
