// What browser and server say to each other: the types generated from src/wire, with the protocol's constants.

export type * from './generated/wire.d.ts';
export type {
  Access,
  AdminRoom,
  AdminSession,
  AdminUser,
  Answer,
  ApiToken,
  AuditLine,
  ErrorCode,
  Found,
  GuestInfo,
  GuestLink,
  Health,
  Invite,
  Joined,
  LinkToken,
  ModelInfo,
  ModerationAction,
  NewGuestLink,
  Page,
  Participant,
  ParticipantRole,
  PersonRole,
  ProfileChange,
  Registration,
  RegistrationMode,
  Request,
  RoomChange,
  RoomInfo,
  RoomPerson,
  RoomRole,
  ServerFrame,
  ServerMessage,
  ServerStatus,
  SessionInfo,
  Settings,
} from './wire-next.ts';

/** The version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;
/** Longest chat message, in characters. */
export const MAX_CHAT_CHARS = 4_000;
/** How long a dropped participant may come back as the same one, in milliseconds. */
export const RESUME_MS = 30_000;
