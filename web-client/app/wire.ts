// Names for the types that browser and server exchange; they follow src/wire.

export type MediaKind = 'audio' | 'video';
export type MediaState = 'connected' | 'connecting' | 'lost';
export type LeaveAction = 'reconnect' | 'resume' | 'stop';
export type CaptionStage = 'final' | 'interim' | 'retracted';

export type ErrorCode =
  | 'bad_message'
  | 'bad_sdp'
  | 'displaced'
  | 'forbidden'
  | 'internal'
  | 'not_saved'
  | 'out_of_order'
  | 'no_recogniser'
  | 'rate_limited'
  | 'resume_expired'
  | 'room_full'
  | 'room_unknown'
  | 'server_stopping'
  | 'session_ended'
  | 'slow_reader'
  | 'text_length'
  | 'version_unsupported';

export interface Participant {
  id: string;
  name: string;
  user?: string | null;
  joined: string;
  microphone: boolean;
  camera: boolean;
  consent: boolean;
  demo?: boolean;
}

export interface SlotView {
  mid: string;
  kind: MediaKind;
  participant?: string | null;
}

export interface ChatMessage {
  id: string;
  participant?: string | null;
  name: string;
  text: string;
  at: string;
}

export interface Caption {
  segment: string;
  revision: number;
  stage: CaptionStage;
  participant: string;
  name: string;
  track: string;
  text: string;
  stable: number;
  start_ms: number;
  end_ms: number;
  confidence: number;
  alternatives: string[];
  language: string;
  source: 'sign' | 'typed';
  model: string;
  machine: boolean;
  corrected_by?: string | null;
}

export type Request =
  | { type: 'chat'; text: string }
  | { type: 'hello'; version: number; resume?: Resume | null }
  | { type: 'join'; room: string; offer: string; microphone: boolean; camera: boolean }
  | { type: 'leave' }
  | { type: 'publish_offer'; sdp: string }
  | { type: 'restart_subscribe' }
  | { type: 'set_consent'; on: boolean }
  | { type: 'set_muted'; microphone: boolean; camera: boolean }
  | { type: 'subscribe_answer'; sdp: string };

export interface Resume {
  token: string;
  after: number;
}

export type Answer =
  | { kind: 'done' }
  | ({ kind: 'joined' } & JoinedFields)
  | { kind: 'publish_answer'; sdp: string }
  | { kind: 'saved'; message: string; at: string }
  | { kind: 'subscribe_offer'; sdp: string }
  | { kind: 'welcome'; version: number };

interface JoinedFields {
  me: string;
  participants: Participant[];
  call: string;
  room: string;
  room_title?: string | null;
  call_started: string;
  resume_token: string;
  seq: number;
  publish_answer?: string | null;
  subscribe_offer?: string | null;
  slots: SlotView[];
  chat: ChatMessage[];
  captions: Caption[];
  recogniser: boolean;
}

export type Joined = Extract<Answer, { kind: 'joined' }>;

export type ServerMessage =
  | { type: 'answer'; id: number; result: Answer }
  | { type: 'caption'; caption: Caption }
  | { type: 'chat'; message: ChatMessage }
  | { type: 'error'; id?: number | null; code: ErrorCode; detail: string }
  | { type: 'leave'; action: LeaveAction; code: ErrorCode; detail: string }
  | { type: 'media'; publish: MediaState; subscribe: MediaState }
  | { type: 'participant_changed'; participant: Participant }
  | { type: 'participant_joined'; participant: Participant }
  | { type: 'participant_left'; participant: string }
  | { type: 'slots'; slots: SlotView[] };

export type ServerFrame = { seq?: number | null } & ServerMessage;

export interface ServerStatus {
  version: string;
  setup_needed: boolean;
  registration_open: boolean;
  recogniser?: string | null;
}

export interface Registration {
  username: string;
  email: string;
  password: string;
}

export interface Credentials {
  username: string;
  password: string;
}

export interface UserInfo {
  id: string;
  username: string;
  email: string;
  is_admin: boolean;
  created_at: string;
  token?: string | null;
}

export interface Settings {
  registration_open: boolean;
}

export interface RoomInfo {
  code: string;
  title?: string | null;
  owner: string;
  is_mine: boolean;
  created_at: string;
  present: number;
}

export interface CallSummary {
  id: string;
  room: string;
  started: string;
  ended?: string | null;
  participants: string[];
  messages: number;
  captions: number;
}

export type TranscriptLine = { at: string } & Caption;

export interface CallRecord {
  call: CallSummary;
  chat: ChatMessage[];
  transcript: TranscriptLine[];
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
}

/** The version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;
/** Longest chat message, in characters. */
export const MAX_CHAT_CHARS = 4_000;
/** How long a dropped participant may come back as the same one, in milliseconds. */
export const RESUME_MS = 30_000;
